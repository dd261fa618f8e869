"""What lies where: the ledger, reservations, allocation by first expiry, and what is sold out."""
