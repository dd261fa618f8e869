"""Looking whether the books are true: counts, who approves what they find, and how far each bin can be believed."""
