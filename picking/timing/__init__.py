"""How long work takes in this store, learned from what happened: tickets, walks, riders."""
