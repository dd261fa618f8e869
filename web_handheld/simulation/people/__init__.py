"""What people with a handheld do: on each screen one function from the answer to the next action."""
