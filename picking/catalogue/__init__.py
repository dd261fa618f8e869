"""What the store sells: items, their codes and prices, and how a barcode is read."""
