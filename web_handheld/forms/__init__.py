"""Forms that several doors read: the same body over HTTP and websocket."""
