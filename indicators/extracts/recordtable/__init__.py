"""A file of records as whole columns: understood once for each different text, people never shown."""

from .meanings import Catalogue, Terms
from .table import RecordTable

__all__ = ["Catalogue", "RecordTable", "Terms"]
