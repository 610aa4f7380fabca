"""The audit trail as a page, and as files."""

from collections.abc import Callable, Iterator

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wales_framework import audit
from wales_framework.access.predicates import may_read_audit
from wales_framework.access.views import allowed
from wales_framework.audit import chain
from wales_framework.audit.files import csv_lines, json_lines
from wales_framework.audit.models import EventQuerySet
from wales_framework.audit.searching import Page, Search, asked_for, page_of
from wales_framework.audit.words import entry


@require_safe
@never_cache
@allowed(may_read_audit)
def events(request: HttpRequest) -> HttpResponse:
    """Newest first; what is searched for stands in the address, and so does the place in the list."""
    form = asked_for(request.GET)
    is_valid = form.is_valid()
    search = Search.of(form) if is_valid else Search()
    place = {name: form.cleaned_data.get(name) for name in ("before", "after")} if is_valid else {"before": None, "after": None}
    page = page_of(search, **place) if is_valid else Page([], "", "")
    verified = chain.last_verification()
    context = {
        "form": form,
        "page": page,
        "events": [entry(event, link=not search.target, reader=request.user) for event in page.events],
        "target": search.target,
        "query": search.query,
        "is_narrowed": bool(search.asked),
        "head": chain.head(),
        "verified": verified,
        "is_whole": verified is not None and verified.action == chain.GOOD,
    }
    return render(request, "audit/events.html", context, status=200 if is_valid else 422)


def _file(
    request: HttpRequest, kind: str, write: Callable[[EventQuerySet], Iterator[str]], content_type: str
) -> HttpResponseBase:
    """What a search finds, at the moment of asking: its own event is not in it. Written before the first line is sent."""
    form = asked_for(request.GET)
    if not form.is_valid():
        return HttpResponse(status=422)
    search = Search.of(form)
    with transaction.atomic():
        found = search.events()
        last = found.values_list("pk", flat=True).first() or 0
        audit.reading("audit.export", request.user, None, request.get_full_path(), rows=found.count(), kind=kind)
    response = StreamingHttpResponse(write(found.filter(pk__lte=last)), content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-{timezone.localdate():%Y-%m-%d}.{kind}"'
    return response


def _download(kind: str, write: Callable[[EventQuerySet], Iterator[str]], content_type: str) -> Callable[..., HttpResponseBase]:
    @require_safe
    @never_cache
    @allowed(may_read_audit)
    def download(request: HttpRequest) -> HttpResponseBase:
        return _file(request, kind, write, content_type)

    return download


events_csv = _download("csv", csv_lines, "text/csv")
events_jsonl = _download("jsonl", json_lines, "application/jsonl")
