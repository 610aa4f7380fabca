"""Reading: a file of any kind that we take -> a table of strings, exactly as they stand in it."""

from .files import read
from .frames import CODED, HEADINGS_ROW, Document, Repeated
from .kinds import Kind, kind_of
from .refusals import REFUSALS, Unreadable

__all__ = ["CODED", "HEADINGS_ROW", "REFUSALS", "Document", "Kind", "Repeated", "Unreadable", "kind_of", "read"]
