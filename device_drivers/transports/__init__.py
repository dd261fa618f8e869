"""How bytes get to a device and back: serial, TCP, or a simulator in the same process."""
