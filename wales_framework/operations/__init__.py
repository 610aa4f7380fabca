"""Keeping the service: backups and their return, what is tidied away at night, and what must not be in production."""
