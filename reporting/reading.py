"""Which edition a page is read from: the latest, or the one that its address names (`?release=3`, `?release=R3`).

Whoever chose a release stays in it: every link of the page to another page of figures carries it on. A release that is not
published is read by the people who were let in, one by one; each page that they open is written down first, bears their name
and is kept by no cache. For everybody else there is no such release.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from reporting import published
from reporting.keeping import MARK, with_release
from reporting.published import Edition, EditionNotFound, EditionWithdrawn
from wales_framework.unchanged import unchanged

LATEST = ("", "LATEST")
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page is read from. `chosen`: its address names the release; `latest` is the one that readers get otherwise."""

    edition: Edition | None
    latest: Edition | None
    chosen: bool = False
    reader: str = ""  # of a release that is not published: whom the page was made for

    @property
    def is_before_publication(self) -> bool:
        return self.edition is not None and not self.edition.is_published

    @property
    def is_past(self) -> bool:
        """Whether there is a later edition."""
        return self.edition is not None and self.latest is not None and self.chosen and self.edition.id != self.latest.id


def of_edition(view: View) -> View:
    """Call a page's view with the edition that its address asks for, or None before the first publication, as second argument."""
    return _reading(view, of_file=False)


def file_of_edition(view: View) -> View:
    """The same for a file: there is none before a release is published."""
    return _reading(view, of_file=True)


def _reading(view: View, *, of_file: bool) -> View:
    @wraps(view)
    @unchanged
    def read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            reading = _asked_for(request)
        except EditionWithdrawn as gone:
            return render(request, "reading/withdrawn.html", {"gone": gone, "latest": published.latest()}, status=410)
        except EditionNotFound as unknown:
            raise Http404 from unknown
        vars(request)["reading"] = reading
        if reading.edition is None or reading.edition.is_published:
            return _kept(view(request, reading.edition, *args, **kwargs), request, reading)
        published.note_reading(reading.edition, request.user, request.get_full_path())
        response = (
            render(request, "reading/no_file.html", {"edition": reading.edition}, status=403)
            if of_file
            else view(request, reading.edition, *args, **kwargs)
        )
        response["Cache-Control"] = "private, no-store"
        return _kept(response, request, reading)

    setattr(read, MARK, True)
    return read


def _asked_for(request: HttpRequest) -> Reading:
    """Raises EditionNotFound, EditionWithdrawn."""
    asked = request.GET.get("release", "").strip().upper()
    latest = published.latest()
    if asked in LATEST:
        return Reading(latest, latest)
    number = asked.removeprefix("R")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise EditionNotFound(asked)
    try:
        return Reading(published.get(int(number)), latest, chosen=True)
    except EditionWithdrawn:
        raise
    except EditionNotFound:
        edition = published.before_publication(int(number), request.user)
        return Reading(edition, latest, chosen=True, reader=str(request.user))


def _kept(response: HttpResponseBase, request: HttpRequest, reading: Reading) -> HttpResponseBase:
    is_page = isinstance(response, HttpResponse) and response.headers["Content-Type"].startswith("text/html")
    if reading.chosen and reading.edition and isinstance(response, HttpResponse) and is_page:
        response.content = with_release(response.content.decode(), request.path, reading.edition.id).encode()
    return response
