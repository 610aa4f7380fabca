"""Feeds in Atom. A feed reader cannot sign in, so the address has a token, which opens feeds and nothing else."""

from collections.abc import Iterable
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from priority_groups import content
from reporting.feeds import entries
from reporting.feeds.entries import Entry
from wales_framework.access.predicates import may_read_figures
from wales_framework.tokens import service
from wales_framework.tokens.models import Token

RIGHTS = "Crown copyright, Open Government Licence v3.0"


@login_not_required
@require_safe
def releases(request: HttpRequest, secret: str) -> HttpResponseBase:
    """What is published, corrected and withdrawn."""
    _demand(secret)
    return _answer(
        request, "releases", _("Positive Change: releases and corrections"), reverse("releases:calendar"), entries.of_releases()
    )


@login_not_required
@require_safe
def group(request: HttpRequest, secret: str, code: str) -> HttpResponseBase:
    """What is said of a group's indicators that was not said before."""
    _demand(secret)
    found = next((one for framework in content.frameworks() for one in framework.groups if one.code == code), None)
    if found is None:
        raise Http404
    title = _("Positive Change: what has changed in “%(group)s”") % {"group": found.short_title}
    return _answer(
        request, f"groups/{found.code}", title, reverse("dashboards:group", args=[found.code]), entries.of_group(found.code)
    )


def _demand(secret: str) -> None:
    """Raises Http404 where the token opens nothing: whoever has none is not told what there would be."""
    token = service.find(secret, Token.Scope.FEED)
    if token is None or not may_read_figures(token.owner):
        raise Http404


def _answer(request: HttpRequest, key: str, title: str, path: str, found: Iterable[Entry]) -> HttpResponseBase:
    """No address in the feed has the token, so that an entry can be passed on."""
    site = request.get_host()
    feed = Atom1Feed(
        title=title,
        link=request.build_absolute_uri(path),
        description="",
        language=get_language(),
        feed_guid=f"tag:{site},2026:{key}",
        feed_copyright=RIGHTS,
        author_name="Positive Change",
    )
    for one in found:
        feed.add_item(
            title=one.title,
            link=request.build_absolute_uri(one.path),
            description=escape(one.summary),  # which the feed says is HTML
            unique_id=f"tag:{site},2026:{key}/{one.key}",
            pubdate=one.at,
            updateddate=one.at,
        )
    written = feed.writeString("utf-8").encode()
    response = HttpResponse(written, content_type="application/atom+xml; charset=utf-8")
    tag = f'"{sha256(written).hexdigest()[:32]}"'
    response["ETag"] = tag
    patch_cache_control(response, private=True, no_cache=True)
    return get_conditional_response(request, etag=tag, response=response) or response
