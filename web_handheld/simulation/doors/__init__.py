"""The doors a simulation goes through: the same as everybody's, HTTP, websocket, MQTT and the devices themselves."""
