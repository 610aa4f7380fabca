"""Small things that are written alike all over a pack."""


def capital(words: str) -> str:
    """With a capital at its beginning."""
    return words[:1].upper() + words[1:]
