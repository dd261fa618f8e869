"""The store's devices as the floor knows them: who holds what, print jobs, and what labels and lights should show."""
