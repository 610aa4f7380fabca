"""Pages that nobody has to make again: an ETag for all that a page is made of, and 304 where it is what the browser has.

Whatever changes what a reader sees is written with its audit event in one transaction. So the latest events that tell of a
change, the program, the day, the reader's rights, the language and the address together stand for the page, and nobody has to
think of a cache when something is written. Another reader with the same rights is answered the same page with their own name.
"""

import hashlib
import re
import zlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.html import escape
from django.utils.translation import get_language

from wales_framework.access.models import User
from wales_framework.audit.models import Event

View = Callable[..., HttpResponseBase]
QUICKLY = 1  # of zlib's levels: a page of 100 KB becomes a tenth of that in a millisecond, and each process keeps hundreds
CHANGES = 200  # more than are written while one transaction lasts
# Where a page has its reader's own: the name in the header, and the token in each form.
OWN_NAME = re.compile(r"(<strong data-reader>)[^<]*")
OWN_TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[A-Za-z0-9]+')
NAME, TOKEN = "\uf8ff-reader", "\uf8ff-token"  # of the private use area: no text has it
# What a page is made by: the program, its texts and its look.
MADE_OF = ("wales_framework", "priority_groups", "indicators", "reporting", "templates", "locale")
# And what pages say of the settings of this place.
SAID = ("RETAIN_UNLOADED_DAYS", "RETAIN_REPLACED_DAYS", "RETAIN_RECORDS_YEARS", "SERVICE_CONTACT", "DEMO", "DESK_URL")
OF_CODE = {".py", ".yaml", ".html", ".txt", ".mo", ".json", ".typ"}


def unchanged(view: View) -> View:
    """Answer 304 where the page is what the browser has, and what was answered to somebody else where it is the same for them.

    For pages that show what everybody with the same roles may see: a page that says more of its reader than the frame does, or
    that writes down who reads it, has to forbid keeping it (Cache-Control).
    """

    @wraps(view)
    def conditional(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or len(get_messages(request)):
            return view(request, *args, **kwargs)
        page = Page(request)
        if (answer := get_conditional_response(request, etag=page.tag)) is not None:
            return answer
        response = page.answered() or view(request, *args, **kwargs)
        # What is said once to somebody must not be shown to them again.
        if response.status_code == 200 and not len(get_messages(request)) and "Cache-Control" not in response:
            page.answer(response)
            response["ETag"] = page.tag
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return conditional


class Page:
    """What a request asks for: all that the answer is made of, and the two things in a page's frame that are its reader's own."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        user = request.user
        self.name = str(user) if isinstance(user, User) else ""
        rights = f"{sorted(user.roles)} {sorted(user.regions)}" if isinstance(user, User) else ""
        address = f"{request.get_host()} {request.get_full_path()}"
        everybody = (program(), latest_change(), str(timezone.localdate()), rights, get_language() or "", address)
        # A page carries its browser's token for forms, so it is of that browser alone. Who sends no cookie for it is told apart
        # from everybody who does: a browser that is given one with the page has another tag from then on, and gets it again.
        own = (str(user.pk), self.name, request.META.get("CSRF_COOKIE", ""))
        self.key = _hashed(*everybody)
        self.tag = f'"{_hashed(self.key, *own)}"'

    def answered(self) -> HttpResponse | None:
        """The page as it was answered before, with this reader's name and token."""
        found: tuple[bytes, str] | None = caches["pages"].get(self.key)
        if found is None:
            return None
        packed, kind = found
        filled = zlib.decompress(packed).decode().replace(TOKEN, get_token(self.request)).replace(NAME, escape(self.name))
        return HttpResponse(filled, content_type=kind)

    def answer(self, response: HttpResponseBase) -> None:
        """Keep the page for others, where it is one: files are sent as they are made."""
        kind = response.get("Content-Type", "")
        if not isinstance(response, HttpResponse) or not kind.startswith("text/html") or response.cookies:
            return
        body = OWN_TOKEN.sub(rf"\g<1>{TOKEN}", response.content.decode())
        body = OWN_NAME.sub(rf"\g<1>{NAME}", body)
        caches["pages"].set(self.key, (zlib.compress(body.encode(), QUICKLY), kind))


def _hashed(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]


def latest_change() -> str:
    """What stands for everything that was changed so far.

    An event has its number when it is written, and is seen when its transaction ends: one with a lower number may come after one
    with a higher. So the latest number alone would not tell of the end of a long load; the latest few hundred together do.
    """
    latest = Event.objects.changes().order_by("-pk").values_list("pk", "at")[:CHANGES]
    return _hashed(*(f"{number} {at.isoformat()}" for number, at in latest))


@cache
def program() -> str:
    """A hash of what pages are made by: it differs where a page could look different for the same data."""
    root = Path(settings.BASE_DIR)
    files = sorted(path for room in MADE_OF for path in (root / room).rglob("*") if path.suffix in OF_CODE and path.is_file())
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    found = hashlib.sha256(repr([getattr(settings, name) for name in SAID]).encode())
    for path in [*files, *([manifest] if manifest.exists() else [])]:
        found.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:20]
