"""Rebases: asked for on an event's page, approved or withdrawn there."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from indicators.events import service
from indicators.events.forms import RebaseForm, WhyForm
from indicators.events.models import ChangeEvent, Rebase
from indicators.events.shown import areas_words, indicators_words, way
from wales_framework.access.predicates import Person, may_approve_rebase, may_record_events
from wales_framework.access.views import allowed
from wales_framework.workflow import MoveRefused


def may_withdraw(user: Person) -> bool:
    """Those who ask for rebases, and those who approve them."""
    return may_record_events(user) or may_approve_rebase(user)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed(may_record_events)
def request_rebase(request: HttpRequest, pk: int) -> HttpResponseBase:
    event = get_object_or_404(ChangeEvent, pk=pk)
    form = RebaseForm(event, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            service.request_rebase(request.user, event, **form.cleaned_data)
        except service.EventRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The rebase is asked for. An approver who did not ask for it can now approve it."))
            return redirect("events:detail", pk=pk)
    context = {"form": form, "event": event, "trail": way(event)}
    return render(request, "events/rebase.html", context, status=422 if form.errors else 200)


@require_POST
@allowed(may_approve_rebase)
def approve(request: HttpRequest, pk: int) -> HttpResponseBase:
    rebase = get_object_or_404(Rebase, pk=pk)
    done = _("The rebase is approved. Charts of releases that are drafted from now on begin a new level there.")
    return _step(request, rebase, lambda: service.approve_rebase(request.user, rebase), done)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed(may_withdraw)
def withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    rebase = get_object_or_404(Rebase.objects.select_related("event"), pk=pk)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = _("The rebase is withdrawn. Releases that are drafted from now on are without it.")
        return _step(request, rebase, lambda: service.withdraw_rebase(request.user, rebase, form.cleaned_data["why"]), done)
    reach = {"indicators": indicators_words(rebase.indicators), "areas": areas_words(rebase.areas)}
    context = {"form": form, "event": rebase.event, "what": "rebase", "trail": way(rebase.event), **reach}
    return render(request, "events/reason.html", context, status=422 if form.errors else 200)


@require_POST
@allowed(may_record_events)
def request_again(request: HttpRequest, pk: int) -> HttpResponseBase:
    rebase = get_object_or_404(Rebase, pk=pk)
    done = _("The rebase is asked for again. An approver who did not ask for it can now approve it.")
    return _step(request, rebase, lambda: service.request_again(request.user, rebase), done)


def _step(request: HttpRequest, rebase: Rebase, act: Callable[[], None], done: str) -> HttpResponseBase:
    """Take one step and say how it went; a second press of the same button does no harm."""
    try:
        act()
    except MoveRefused:
        rebase.refresh_from_db()
        state = rebase.get_state_display()
        messages.warning(request, _("That step is not open any more: the rebase is now “%(state)s”.") % {"state": state})
    except service.EventRefused as refused:
        messages.warning(request, str(refused))
    except PermissionDenied:
        messages.warning(request, _("You asked for this rebase yourself. Somebody else has to approve it."))
    else:
        messages.success(request, done)
    return redirect("events:detail", pk=rebase.event_id)
