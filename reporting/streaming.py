"""Figures as bytes, a few thousand at a time: nobody waits for the last of a release before the first of it comes."""

import io
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import translation

from reporting.published import Row, write_csv

ROWS_AT_ONCE = 2000


def answer(chunks: Iterator[bytes], content_type: str) -> HttpResponseBase:
    """The chunks as they come; where there are no more than a few thousand rows a whole answer, which knows its length."""
    beginning = list(islice(chunks, 3))
    if len(beginning) < 3:
        return HttpResponse(b"".join(beginning), content_type=content_type)
    return StreamingHttpResponse(chain(beginning, chunks), content_type=content_type)


def csv_chunks(rows: Iterable[Row]) -> Iterator[bytes]:
    """The CSV that export_observations writes, in the language that is active now."""
    heading = _csv([])
    return _chunks(translation.get_language(), rows, lambda several: _csv(several)[len(heading) :], heading, "", "")


def json_chunks(rows: Iterable[Row], encoder: type[json.JSONEncoder]) -> Iterator[bytes]:
    """A JSON list of the rows, in the language that is active now."""
    encode = encoder(ensure_ascii=False, separators=(",", ":")).encode
    return _chunks(translation.get_language(), rows, lambda several: encode(several)[1:-1], "[", ",", "]")


def _chunks(
    language: str | None, rows: Iterable[Row], text: Callable[[list[Row]], str], before: str, between: str, after: str
) -> Iterator[bytes]:
    """Each chunk is made in the language in which the answer began: other answers may be made in the same thread."""
    left = iter(rows)
    start = before
    while True:
        with translation.override(language):
            several = list(islice(left, ROWS_AT_ONCE))
            chunk = text(several) if several else ""
        if not several:
            break
        yield (start + chunk).encode()
        start = between
    yield ((before if start is before else "") + after).encode()


def _csv(rows: list[Row]) -> str:
    out = io.StringIO()
    write_csv(iter(rows), out)
    return out.getvalue()
