"""After the hand-over: returns, exchanges, re-shipments and refunds, each a work order of the service desk."""
