"""From file to release: each step of a figure's way has a folder here."""
