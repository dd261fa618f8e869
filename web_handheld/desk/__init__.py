"""The desk's pages of devices, sheets and prices, and how these are said in words."""
