"""The register of events: a list, an event, and the forms that record and change one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.events import service
from indicators.events.forms import EventForm, WhyForm
from indicators.events.models import ChangeEvent, Rebase
from indicators.events.shown import areas_words, indicators_words, missing_welsh, way
from indicators.events.workflow import EVENT, REBASE, REQUESTED, TAKEN_BACK
from wales_framework.access.predicates import may_approve_rebase, may_read_audit, may_read_figures, may_record_events
from wales_framework.access.views import allowed
from wales_framework.audit.models import Event as AuditEvent
from wales_framework.audit.words import entry
from wales_framework.workflow import MoveRefused


@require_safe
@allowed(may_read_figures)
def events(request: HttpRequest) -> HttpResponse:
    """Newest first; those that were taken back only for the people who can put them back."""
    found = ChangeEvent.objects.prefetch_related("rebases")
    if not may_record_events(request.user):
        found = found.exclude(state=TAKEN_BACK)
    context = {
        "rows": [_row(event) for event in found],
        "waiting": Rebase.objects.filter(state=REQUESTED).select_related("event", "requested_by"),
    }
    return render(request, "events/list.html", context)


@require_safe
@allowed(may_read_figures)
def event(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ChangeEvent, pk=pk)
    if found.state == TAKEN_BACK and not may_record_events(request.user):
        raise Http404
    people = ("requested_by", "approved_by", "withdrawn_by")
    context = {
        **_row(found),
        "trail": way(),
        "rebases": [_rebase(request, rebase) for rebase in found.rebases.select_related("event", *people)],
        "is_rested_on": service.is_rested_on(found),
        "can": {name: EVENT.allows(found.state, name) for name in EVENT.moves},
        "history": _history(found) if may_read_audit(request.user) else [],
    }
    return render(request, "events/event.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed(may_record_events)
def record(request: HttpRequest) -> HttpResponseBase:
    form = EventForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = service.record(request.user, form.values)
        messages.success(request, _("The event is in the register. Charts tell of it from now on."))
        return redirect("events:detail", pk=made.pk)
    return render(request, "events/form.html", {"form": form, "trail": way()}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed(may_record_events)
def change(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = get_object_or_404(ChangeEvent, pk=pk)
    form = EventForm(request.POST if request.method == "POST" else None, event=found)
    if request.method == "POST" and form.is_valid():
        try:
            service.change(request.user, found, form.values, form.cleaned_data["version"] or 0)
        except service.EventRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The event was changed."))
            return redirect("events:detail", pk=pk)
    context = {"form": form, "event": found, "trail": way(found), "is_rested_on": service.is_rested_on(found)}
    return render(request, "events/form.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed(may_record_events)
def take_back(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = get_object_or_404(ChangeEvent, pk=pk)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            service.take_back(request.user, found, form.cleaned_data["why"])
        except service.EventRefused as refused:
            messages.warning(request, str(refused))
        except MoveRefused:
            messages.warning(request, _("This event was taken back already."))
        else:
            messages.success(request, _("The event was taken back. You can put it back on this page."))
        return redirect("events:detail", pk=pk)
    context = {"form": form, "event": found, "what": "event", "trail": way(found)}
    return render(request, "events/reason.html", context, status=422 if form.errors else 200)


@require_POST
@allowed(may_record_events)
def put_back(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = get_object_or_404(ChangeEvent, pk=pk)
    try:
        service.put_back(request.user, found)
    except MoveRefused:
        messages.warning(request, _("This event is in the register already."))
    else:
        messages.success(request, _("The event is in the register again."))
    return redirect("events:detail", pk=pk)


def _row(event: ChangeEvent) -> dict[str, object]:
    """An event as pages show it."""
    states = {rebase.state for rebase in event.rebases.all()}
    return {
        "event": event,
        "indicators": indicators_words(event.indicators),
        "areas": areas_words(event.areas),
        "lacks_welsh": missing_welsh(event.title_cy, event.cause_cy),
        "has_approved": Rebase.State.APPROVED in states,
        "has_requested": Rebase.State.REQUESTED in states,
    }


def _rebase(request: HttpRequest, rebase: Rebase) -> dict[str, object]:
    return {
        "rebase": rebase,
        "indicators": indicators_words(rebase.indicators),
        "areas": areas_words(rebase.areas),
        "can": {name: REBASE.allows(rebase.state, name) for name in REBASE.moves},
        "may_approve_this": may_approve_rebase(request.user, rebase),
    }


def _history(event: ChangeEvent) -> list[dict[str, object]]:
    """What was done with the event and its rebases, newest first."""
    rebases = [str(rebase.pk) for rebase in event.rebases.all()]
    found = AuditEvent.objects.filter(target_type="events.changeevent", target_id=str(event.pk))
    found |= AuditEvent.objects.filter(target_type="events.rebase", target_id__in=rebases)
    return [entry(one) for one in found.select_related("user")]
