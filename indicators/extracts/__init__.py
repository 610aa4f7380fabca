"""Extracts: received, checked, accepted by name, loaded, and put back when they were wrong."""
