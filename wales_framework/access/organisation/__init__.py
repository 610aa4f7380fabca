"""Signing in with an organisation's identity provider (OpenID Connect), and what follows from the groups that it names."""
