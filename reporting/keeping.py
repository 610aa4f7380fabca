"""The links of a page, so that whoever reads one release goes on reading it.

Done to the finished page and not in every template: a link that somebody adds tomorrow keeps the release too. Only links to
addresses whose view reads an edition are touched, and those that name a release already are left as they are.
"""

import re
from functools import lru_cache
from html import escape, unescape
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from django.urls import Resolver404, resolve

MARK = "reads_an_edition"  # an attribute of such views
LINK = re.compile(r'(<(?:a|link)\b[^>]*?\shref=")([^"]*)(")')
FORM = re.compile(r'<form\b[^>]*\smethod="get"[^>]*>')


def with_release(page: str, here: str, number: int) -> str:
    """The page, whose own path is `here`, with `release=number` in all its links and forms to pages of figures."""
    linked = LINK.sub(lambda found: f"{found[1]}{_kept(found[2], here, number)}{found[3]}", page)
    return FORM.sub(lambda form: _form(form[0], here, number), linked)


def _kept(written: str, here: str, number: int) -> str:
    parts = urlsplit(unescape(written))
    own = not parts.path
    if parts.scheme or parts.netloc or (own and not parts.query):
        return written
    named = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    if "release" in named or not reads_an_edition(here if own else parts.path):
        return written
    query = f"{parts.query}&release={number}" if parts.query else f"release={number}"
    return escape(urlunsplit(parts._replace(query=query)))


def _form(tag: str, here: str, number: int) -> str:
    action = re.search(r'\saction="([^"]*)"', tag)
    path = urlsplit(unescape(action[1])).path if action else ""
    field = f'<input type="hidden" name="release" value="{number}">'
    return f"{tag}{field}" if reads_an_edition(path or here) else tag


@lru_cache(maxsize=4096)
def reads_an_edition(path: str) -> bool:
    """Whether the view at this path reads an edition."""
    try:
        view = resolve(path).func
    except Resolver404:
        return False
    return bool(getattr(view, MARK, False) or getattr(getattr(view, "cls", None), MARK, False))
