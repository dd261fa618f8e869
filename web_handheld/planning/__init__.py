"""Work follows plans: a process of its own thinks, the service asks it after events and lets work follow."""
