"""Long lists in pages, for whoever wants that: `limit` and `cursor`, and the address of the next page in the header Link.

A cursor says after which item a page begins, so that nothing is told twice or left out where something is added meanwhile.
"""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from wales_framework.rest.errors import demand_once, problems_as_json

T = TypeVar("T")
LIMIT, CURSOR = "limit", "cursor"
MOST = 10_000
PARAMETERS = [
    OpenApiParameter(LIMIT, int, description=f"At most so many items, 1 to {MOST}; all of them without it. The header Link "
                     "has the address of the next page."),
    OpenApiParameter(CURSOR, description="Where the page begins, as the header Link of the page before has it."),
]  # fmt: skip


class Problem(NamedTuple):
    """A parameter that means nothing here."""

    parameter: str
    value: str
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paging:
    """Which part of a list is asked for: `limit` None for all of it, `after` None from its beginning, else the place of the
    last item that was told already."""

    limit: int | None = None
    after: tuple[str, ...] | None = None

    @classmethod
    def of(cls, query: QueryDict, parts: int) -> "Paging":
        """Read `limit` and `cursor`, whose place has so many parts. Raises ValidationError (400)."""
        demand_once(query, (LIMIT, CURSOR))
        limit, after = query.get(LIMIT, ""), query.get(CURSOR, "")
        problems = []
        if limit and not (limit.isascii() and limit.isdigit() and 1 <= int(limit) <= MOST):
            problems.append(Problem(LIMIT, limit, (f"1…{MOST}",)))
        place = _read(after) if after else None
        if after and (place is None or len(place) != parts):
            problems.append(Problem(CURSOR, after, ()))
        if problems:
            raise ValidationError(problems_as_json(problems))
        return cls(int(limit) if limit else None, place)


def rest_of(query: QueryDict) -> QueryDict:
    """The query without what asks for a page."""
    rest = query.copy()
    for name in (LIMIT, CURSOR):
        rest.pop(name, None)
    return rest


def cut(items: Iterable[T], limit: int | None) -> tuple[Iterable[T], bool]:
    """The first `limit` items, and whether there are more. Without a limit the items are not looked at."""
    if limit is None:
        return items, False
    found = list(islice(items, limit + 1))
    return found[:limit], len(found) > limit


def refuse_cursor(query: QueryDict) -> ValidationError:
    """What to raise where a cursor leads nowhere."""
    return ValidationError(problems_as_json([Problem(CURSOR, query.get(CURSOR, ""), ())]))


def say_next(response: Response | Any, request: Request, place: Iterable[str], **also: str) -> None:
    """Name the address of the next page, which begins after the item at `place`; `also`: parameters that it must have."""
    url = replace_query_param(request.build_absolute_uri(), CURSOR, _written(place))
    for name, value in also.items():
        url = replace_query_param(url, name, value)
    response["Link"] = f'<{url}>; rel="next"'


def _written(place: Iterable[str]) -> str:
    return urlsafe_b64encode(json.dumps(list(place), separators=(",", ":")).encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[str, ...] | None:
    try:
        found = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        return None
    texts = isinstance(found, list) and all(isinstance(part, str) for part in found)
    return tuple(found) if texts else None
