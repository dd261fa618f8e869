"""The service: doors for people and machines (HTTP, websocket, MQTT) to the floor in picking."""
