"""Which more figures must be hidden, so that none that is hidden already can be worked out."""
