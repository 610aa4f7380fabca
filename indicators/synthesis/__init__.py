"""Generated extracts that look like real ones, with the figures that were planted in them.

The generator keeps its own books: whom it made, what happened to them and how each row was recorded. The planted figures
(`truth.csv`) come from those books, by code that shares nothing with the code that counts extracts.
"""
