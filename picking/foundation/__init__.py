"""What every room stands on: lifecycles, the unit of work, events, refusals, clock, ids, money, quantity."""
