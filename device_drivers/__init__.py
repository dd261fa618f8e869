"""One language a device: pure cores that turn bytes into reports and instructions into bytes."""
