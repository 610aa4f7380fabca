"""In which form an answer is given: by `format`, else by the header Accept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer

from wales_framework.rest.errors import problems_as_json
from wales_framework.rest.paging import Problem


class KnownFormats(DefaultContentNegotiation):
    """A format that there is not is a bad parameter like others (400), and no missing page."""

    def filter_renderers(self, renderers: Iterable[BaseRenderer], format: str) -> Any:  # noqa: A002 - the library's name
        """Those that give this format. Raises ValidationError."""
        offered = list(renderers)
        found = [renderer for renderer in offered if renderer.format == format]
        if not found:
            allowed = tuple(str(renderer.format) for renderer in offered)
            raise ValidationError(problems_as_json([Problem("format", format, allowed)]))
        return found
