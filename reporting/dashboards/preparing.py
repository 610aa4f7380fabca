"""What most readers open first and the files of every figure, made when a release is published, so that nobody waits for the
first of anything; and when another version of the program has started.

A worker opens the pages as a reader does and keeps their parts (wales_framework.kept). Nothing depends on it: what it did not
come to, and what another machine with a store of its own is asked for, is made when somebody opens it.
"""

import logging
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils import translation

from indicators import catalogue
from priority_groups import content
from reporting import published
from reporting.dashboards import whole
from reporting.dashboards.regions_page import region_url
from wales_framework.access.models import User
from wales_framework.access.table import Role
from wales_framework.jobs.progress import Progress, silent
from wales_framework.jobs.queue import start

KIND = "pages.prepare"
log = logging.getLogger(__name__)
ALONE = ("home", "regions", "compare", "needs", "overlaps", "disproportionality", "methods")


def request(release: int) -> None:
    """Have a worker make the pages once the surrounding transaction has committed."""
    if settings.PREPARE_PAGES:
        start(KIND, release, None)


def request_what_is_missing() -> None:
    """Another version of the program makes other pages and files: have them made too."""
    edition = published.latest()
    if edition is not None and whole.missing(edition):
        request(edition.id)


def prepare(progress: Progress = silent) -> int:
    """Make every page that there is one of for each group, region and indicator, in every language, and then the files of every
    figure; how many pages were made."""
    pages = [(language, address) for language, _name in settings.LANGUAGES for address in _addresses(language)]
    for done, (language, address) in enumerate(pages):
        progress("drawing", done, len(pages), "pages")
        prepare_one(address, language)
    if (edition := published.latest()) is not None:
        whole.make(edition, progress)
    return len(pages)


def prepare_one(address: str, language: str) -> None:
    """Make one page in the language of its address."""
    with translation.override(language):
        _open(address)


def _addresses(language: str) -> Iterator[str]:
    with translation.override(language):
        yield from (reverse(f"dashboards:{name}") for name in ALONE)
        yield from (reverse(name) for name in ("signals:list", "releases:compare"))
        for framework in content.frameworks():
            yield from (reverse("dashboards:group", args=[group.code]) for group in framework.groups)
        yield from (region_url(region) for region in catalogue.regions())
        yield from (reverse("dashboards:indicator", args=[one.code]) for one in catalogue.indicators())


def _open(address: str) -> None:
    """Answer a request for the page as a web process would, for a reader without a name."""
    service = urlsplit(settings.SERVICE_URL)
    opened = HttpRequest()
    opened.method, opened.path, opened.path_info = "GET", address, address
    opened.META = {
        "REQUEST_METHOD": "GET",
        "SERVER_NAME": service.hostname,
        "SERVER_PORT": str(service.port or 443),
        "wsgi.url_scheme": service.scheme,
    }
    opened.user = User(username="", roles=[str(Role.MEMBER)])
    opened.resolver_match = found = resolve(address)
    answer = found.func(opened, *found.args, **found.kwargs)
    if answer.status_code != 200:
        log.warning("%s could not be prepared: %s", address, answer.status_code)
