"""Measures: pure functions from records to figures."""
