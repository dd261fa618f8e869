"""Draws what a store prints and shows as pictures; knows neither the floor nor a device."""
