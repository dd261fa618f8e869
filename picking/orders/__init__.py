"""The customer's order: intake, payment, acceptance, split into sub-orders, schedule, cancellation, refunds."""
