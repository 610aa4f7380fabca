"""What every room's part of the API has in common: answers in pages, and refusals that say what to do."""
