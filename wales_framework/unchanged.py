"""Pages that a browser need not fetch again: an ETag for all that a page is made of, and 304 where it is still the same.

Whatever changes what a reader sees is written with its audit event in one transaction. So the number of the latest event that
tells of a change, the program, the day, the person, the language and the address together stand for the page, and nobody has to
think of a cache when something is written.
"""

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language

from wales_framework.access.models import User
from wales_framework.audit.models import Event

View = Callable[..., HttpResponseBase]
# What a page is made by: the program, its texts and its look.
MADE_OF = ("wales_framework", "priority_groups", "indicators", "reporting", "templates", "locale")
OF_CODE = {".py", ".yaml", ".html", ".txt", ".mo", ".json", ".typ"}


def unchanged(view: View) -> View:
    """Answer 304 where the page is what the browser has. For pages that show what everybody with the same roles may see."""

    @wraps(view)
    def conditional(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or len(get_messages(request)):
            return view(request, *args, **kwargs)
        tag = _tag(request)
        if (answer := get_conditional_response(request, etag=tag)) is not None:
            return answer
        response = view(request, *args, **kwargs)
        # What is said once to somebody must not be shown to them again.
        if response.status_code == 200 and not len(get_messages(request)) and "Cache-Control" not in response:
            response["ETag"] = tag
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return conditional


def _tag(request: HttpRequest) -> str:
    user = request.user
    person = f"{user.pk} {user.get_full_name()} {sorted(user.roles)}" if isinstance(user, User) else ""
    parts = (program(), str(latest_change()), str(timezone.localdate()), person, get_language() or "", request.get_full_path())
    # A page carries its browser's token for forms, so it is of that browser alone.
    if "CSRF_COOKIE" not in request.META:
        get_token(request)
    secret = request.META["CSRF_COOKIE"]
    return f'"{hashlib.sha256("|".join((*parts, secret)).encode()).hexdigest()[:32]}"'


def latest_change() -> int:
    """The number of the latest audit event that tells of a change; 0 before the first."""
    return Event.objects.changes().order_by("-pk").values_list("pk", flat=True).first() or 0


@cache
def program() -> str:
    """A hash of what pages are made by: it differs where a page could look different for the same data."""
    root = Path(settings.BASE_DIR)
    files = sorted(path for room in MADE_OF for path in (root / room).rglob("*") if path.suffix in OF_CODE and path.is_file())
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    found = hashlib.sha256()
    for path in [*files, *([manifest] if manifest.exists() else [])]:
        found.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:20]
