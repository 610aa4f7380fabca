"""Records: the rows of loaded extracts, kept per source, and which of them are current."""
