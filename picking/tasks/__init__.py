"""What a person with a handheld is asked to do: pick, put back, replenish, count, move, search, answer."""
