"""Reading: a file of any kind that we take -> a frame of strings, exactly as they stand in it."""

from .files import read
from .frames import HEADINGS_ROW, Document
from .kinds import Kind, kind_of
from .refusals import REFUSALS, Unreadable

__all__ = ["HEADINGS_ROW", "REFUSALS", "Document", "Kind", "Unreadable", "kind_of", "read"]
