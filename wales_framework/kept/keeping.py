"""What a page shows that stays the same, made once.

A view gives `page` a version, which stands for all that the kept parts are made of, and a function that fetches and works out
what is expensive; the template encloses what shows it in `{% kept %}…{% endkept %}`. The first reader's page calls the function,
everybody else's takes the finished part. Nothing has to be taken out of the cache: what is made of something else has another
version, and what nobody asks for any more is the first to go.
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

from wales_framework.unchanged import program

Make = Callable[[], Mapping[str, Any]]
NAME = "kept_page"  # in a template's context


@dataclass
class KeptPage:
    """The expensive part of one page. `key` is empty where nothing is kept."""

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


def page(request: HttpRequest, template: str, version: str, make: Make, *, address: str = "", **light: Any) -> HttpResponse:
    """Render a page with `light`, and within its kept parts the names that `make()` gives. An empty version: nothing is kept.

    A kept part is shown to everybody who reads the same address in the same language: it must depend on nothing that is not in
    the version, and never on who reads it (its template finds neither `may` nor `user`). `address`: what of the address the kept
    parts depend on; all of it, where that is not said.
    """
    return render(request, template, {**light, NAME: KeptPage(_key(address or request.get_full_path(), version), make)})


def _key(address: str, version: str) -> str:
    if not version:
        return ""
    # What is kept outlives a process: another program makes other pages.
    parts = (program(), version, get_language() or "", address)
    return salted_hmac("reporting.kept", "\n".join(parts), algorithm="sha256").hexdigest()[:40]
