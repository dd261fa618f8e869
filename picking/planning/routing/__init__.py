"""Finds shortest walks: exactly by dynamic programming where the floor allows it, else nearly so."""
