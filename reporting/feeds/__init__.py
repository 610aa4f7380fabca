"""Feeds: what is new, for whoever reads it in a program of their own. Only what is published, and only with a token."""
