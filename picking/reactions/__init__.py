"""What one event sets off in several rooms; each function is named for what it does, story.py says when."""
