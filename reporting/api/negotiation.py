"""Which format an answer has: `?format=` or the Accept header, and a plain word where it cannot be had."""

from collections.abc import Iterable

from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from reporting.selection import Problem
from wales_framework.rest.errors import problems_as_json


class FormatNegotiation(DefaultContentNegotiation):
    """As Django REST framework's own, but a format that does not exist is a bad request and not a missing page."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The renderer and its media type. Raises ValidationError, which names the formats there are, and NotAcceptable."""
        offered = list(renderers)
        formats = tuple(str(renderer.format) for renderer in offered)
        asked = request.query_params.get("format", "")
        if asked and asked not in formats:
            raise ValidationError(problems_as_json([Problem("format", asked, formats)]))
        return super().select_renderer(request, offered, format_suffix)
