"""The store's forecast: what each day sold, rolled up at night; what the coming days should sell; what to order."""
