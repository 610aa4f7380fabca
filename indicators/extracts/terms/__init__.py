"""What words of files mean: those that the layouts and the catalogue know, and those that people told."""

from .reading import code_reader, heading, reason_reader

__all__ = ["code_reader", "heading", "reason_reader"]
