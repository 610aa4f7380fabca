"""Layouts: which columns the file of a source has and what is in them, as data (one YAML file each)."""

from .accessors import layout, layouts
from .schema import Column, Example, Layout

__all__ = ["Column", "Example", "Layout", "layout", "layouts"]
