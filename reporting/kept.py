"""What a page shows of an edition, made once.

An edition never changes, so its number is all that a kept page is known by. A view gives `page` a function that fetches and
works out what is expensive; the template encloses what shows it in `{% kept %}…{% endkept %}`. The first reader's page calls the
function, everybody else's takes the finished part. Nothing has to be taken out of the cache: the next edition has another number,
and what nobody asks for any more is the first to go.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from reporting.published import Edition
from wales_framework.access.models import User
from wales_framework.unchanged import program

Make = Callable[[], Mapping[str, Any]]
NAME = "kept_page"  # in a template's context


@dataclass
class KeptPage:
    """The expensive part of one page. `key` is empty where nothing is kept: before the first publication, and for a release that
    only some may read."""

    key: str
    make: Make

    @cached_property
    def made(self) -> Mapping[str, Any]:
        """What its parts show; several are made from the same."""
        return self.make()

    def read(self, part: str) -> str | None:
        """The finished part of the page, None where it is still to be made."""
        if not self.key:
            return None
        found: str | None = caches["kept"].get(f"{self.key}-{part}")
        return found

    def keep(self, part: str, written: str) -> None:
        """Keep a part. Where it cannot be kept, on a full disk say, it is made again by the next reader."""
        if self.key:
            with suppress(OSError):
                caches["kept"].set(f"{self.key}-{part}", str(written))


def page(
    request: HttpRequest, template: str, edition: Edition | None, make: Make, *, beside: Edition | None = None, **light: Any
) -> HttpResponse:
    """Render a page with `edition`, `light`, and within its kept parts the names that `make()` gives.

    A kept part is shown to everybody with the same roles who reads the same address in the same language: it must depend on
    nothing else, neither on the clock nor on what may change without a new edition. `beside`: the other edition that it tells of.
    """
    return render(request, template, {"edition": edition, **light, NAME: KeptPage(_key(request, edition, beside), make)})


def _key(request: HttpRequest, edition: Edition | None, beside: Edition | None) -> str:
    if edition is None or not edition.is_published:
        return ""
    roles = " ".join(sorted(request.user.roles)) if isinstance(request.user, User) else ""
    other = str(beside.id) if beside else ""
    # What is kept outlives a process: another program makes other pages, and another database may have other releases.
    whose = (program(), str(edition.id), edition.published_at.isoformat(), edition.content_hash, other)
    parts = (*whose, get_language() or "", roles, request.get_full_path())
    return salted_hmac("reporting.kept", "\n".join(parts), algorithm="sha256").hexdigest()[:40]
