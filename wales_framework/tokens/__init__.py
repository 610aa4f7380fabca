"""Tokens: how somebody's own programs and feed readers show whose they are. What a token may do its owner may."""
