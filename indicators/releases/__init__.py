"""Releases: drafted from the current records, approved by a second person, published and never changed."""
