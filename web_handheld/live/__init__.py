"""Websocket: who hears which room, what was missed, and the pushes after each commit."""
