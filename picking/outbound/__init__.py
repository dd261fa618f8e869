"""The way out: bags, staging shelf, outbound shelf, riders and pickup codes."""
