"""The planted figures, from the generator's books. Nothing here reads a file or knows how extracts are counted."""
