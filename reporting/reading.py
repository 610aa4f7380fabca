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
from django.urls import reverse

from reporting import published
from reporting.keeping import MARK, with_release
from reporting.published import Edition, EditionNotFound, EditionWithdrawn
from wales_framework.access.predicates import Person
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
    latest_url: str = ""  # the same page of the latest release

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


def of_named_edition(view: View) -> View:
    """The same for a page whose path names the release (`number`): what it says never changes."""
    return _reading(view, of_file=False, is_named=True)


def _reading(view: View, *, of_file: bool, is_named: bool = False) -> View:
    @wraps(view)
    @unchanged
    def read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            reading = _named(request, kwargs) if is_named else _asked_for(request)
        except EditionWithdrawn as gone:
            return _withdrawn(request, gone, kwargs)
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

    setattr(read, MARK, not is_named)  # an address that names its release needs nobody to carry it on
    return read


def _asked_for(request: HttpRequest) -> Reading:
    """Raises EditionNotFound, EditionWithdrawn."""
    asked = request.GET.get("release", "").strip().upper()
    latest_url = f"{request.path}?release=latest"
    if asked in LATEST:
        latest = published.latest()
        return Reading(latest, latest, latest_url=latest_url)
    number = asked.removeprefix("R")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise EditionNotFound(asked)
    latest, edition = published.latest_beside(int(number))
    return Reading(edition, latest, True, "", latest_url) if edition else _unread(int(number), latest, request.user, latest_url)


def _named(request: HttpRequest, kwargs: dict[str, Any]) -> Reading:
    """Raises EditionNotFound, EditionWithdrawn."""
    number = kwargs["number"]
    latest, edition = published.latest_beside(number)
    if edition is not None and edition is latest:
        return Reading(latest, latest)
    latest_url = _in_latest(request, kwargs, latest)
    return Reading(edition, latest, True, "", latest_url) if edition else _unread(number, latest, request.user, latest_url)


def _unread(number: int, latest: Edition | None, reader: Person, latest_url: str) -> Reading:
    """What is read by somebody who chose a release that is not everybody's. Raises EditionNotFound, EditionWithdrawn."""
    try:
        return Reading(published.get(number), latest, chosen=True, latest_url=latest_url)
    except EditionWithdrawn:
        raise
    except EditionNotFound:
        edition = published.before_publication(number, reader)
        return Reading(edition, latest, chosen=True, reader=str(reader), latest_url=latest_url)


def _in_latest(request: HttpRequest, kwargs: dict[str, Any], latest: Edition | None) -> str:
    """The address of the same page of the latest release; where there is none yet, the home page."""
    match = request.resolver_match
    if latest is None or match is None:
        return reverse("dashboards:home")
    query = request.GET.urlencode()
    return reverse(match.view_name, kwargs={**kwargs, "number": latest.id}) + (f"?{query}" if query else "")


def _withdrawn(request: HttpRequest, gone: EditionWithdrawn, kwargs: dict[str, Any]) -> HttpResponse:
    latest = published.latest()
    url = _in_latest(request, kwargs, latest) if "number" in kwargs else f"{request.path}?release=latest"
    return render(request, "reading/withdrawn.html", {"gone": gone, "latest": latest, "latest_url": url}, status=410)


def _kept(response: HttpResponseBase, request: HttpRequest, reading: Reading) -> HttpResponseBase:
    is_page = isinstance(response, HttpResponse) and response.headers["Content-Type"].startswith("text/html")
    if reading.chosen and reading.edition and isinstance(response, HttpResponse) and is_page:
        response.content = with_release(response.content.decode(), request.path, reading.edition.id).encode()
    return response
