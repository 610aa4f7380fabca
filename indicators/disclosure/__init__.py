"""Disclosure control: pure functions that say which figures may not be shown."""
