"""The live board at `/`: a store at a glance, for everybody who may see the screen; it names no person."""
