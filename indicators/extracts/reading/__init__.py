"""Reading: a file of any kind that we take -> a table of strings, exactly as they stand in it.

`apart` is the service's side; `reader` is a program of its own and everything else here what it does with a file.
"""

from .frames import CODED, HEADINGS_ROW, Document, Repeated
from .kinds import Kind, kind_of
from .unreadable import Unreadable

__all__ = ["CODED", "HEADINGS_ROW", "Document", "Kind", "Repeated", "Unreadable", "kind_of"]
