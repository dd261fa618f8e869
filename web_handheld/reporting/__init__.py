"""Reports as files: made by a process of their own, so that no scan waits for them."""
