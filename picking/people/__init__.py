"""Who works here: staff, badges, shifts, and what each role may do."""
