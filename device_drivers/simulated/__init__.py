"""One simulated device a class: for the demonstration, the tests and a desk without hardware."""
