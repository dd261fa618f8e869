"""Pick and put lights and slot lamps, one kind a file."""
