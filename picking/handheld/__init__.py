"""The one scan box: what does this code mean on this screen? Answers screen, facts, message, possible steps."""
