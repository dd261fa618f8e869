"""The question how many people a day needs: asked at the desk, thought through in a process of its own, drawn."""
