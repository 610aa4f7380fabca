"""What a page shows of an edition, made once: an edition never changes, so its number is all that a kept part is known by."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from reporting.published import Edition
from wales_framework.kept import keeping
from wales_framework.kept.keeping import Make


def page(
    request: HttpRequest, template: str, edition: Edition | None, make: Make, *, beside: Edition | None = None, **light: Any
) -> HttpResponse:
    """Render a page with `edition`, `light`, and within its kept parts the names that `make()` gives.

    A kept part must depend on nothing but the edition and the address, neither on the clock nor on what may change without a new
    edition. `beside`: the other edition that it tells of.
    """
    version = _version(edition, beside)
    return keeping.page(request, template, version, make, address=_address(request), edition=edition, **light)


def _address(request: HttpRequest) -> str:
    """Without the release that it names, for which the version stands: a part is made once for who chose a release by its number
    and for who reads it while it is the latest."""
    query = request.GET.copy()
    query.pop("release", None)
    return f"{request.path}?{query.urlencode()}"


def _version(edition: Edition | None, beside: Edition | None) -> str:
    """Empty before the first publication, and for a release that only some may read: nothing of them is kept."""
    if edition is None or not edition.is_published:
        return ""
    # What is kept outlives a process, and another database may have other releases of the same numbers.
    return " ".join((str(edition.id), edition.published_at.isoformat(), edition.content_hash, str(beside.id) if beside else ""))
