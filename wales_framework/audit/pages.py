"""The audit trail as a page."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wales_framework.access.predicates import may_read_audit
from wales_framework.access.views import allowed
from wales_framework.audit.models import Event
from wales_framework.audit.words import entry

PAGE_SIZE = 50


@require_safe
@allowed(may_read_audit)
def events(request: HttpRequest) -> HttpResponse:
    """Newest first; `?target=extracts.extract:ID` narrows to one object's history."""
    trail = Event.objects.select_related("user")
    target_type, _, target_id = request.GET.get("target", "").partition(":")
    if target_type:
        trail = trail.filter(target_type=target_type, target_id=target_id)
    page = Paginator(trail, PAGE_SIZE).get_page(request.GET.get("page"))
    target = request.GET.get("target", "")
    context = {
        "page": page,
        "events": [entry(event, link=not target) for event in page],
        "target": target,
        "query": urlencode({"target": target}) if target else "",
    }
    return render(request, "audit/events.html", context)
