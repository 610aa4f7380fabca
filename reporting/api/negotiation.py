"""Which format an answer has: `?format=` or the Accept header, and a plain word where it cannot be had."""

from collections.abc import Sequence

from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer

from reporting.api.errors import problems_as_json
from reporting.selection import Problem


class FormatNegotiation(DefaultContentNegotiation):
    """As Django REST framework's own, but a format that does not exist is a bad request and not a missing page."""

    def filter_renderers(self, renderers: Sequence[BaseRenderer], format: str) -> list[BaseRenderer]:
        """The renderers of the format. Raises ValidationError, which names those there are."""
        found = [renderer for renderer in renderers if renderer.format == format]
        if not found:
            formats = tuple(renderer.format for renderer in renderers)
            raise ValidationError(problems_as_json([Problem("format", format, formats)]))
        return found
