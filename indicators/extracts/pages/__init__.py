"""The pages of extracts: uploading one, what became of each, its problems, and the changes that people make."""
