"""The service's side of MQTT: the listener for what devices say, the dispatcher for what they are told."""
