"""What people do to an extract: accept, undo, put back, discard, try again. Each answers a POST with a redirect."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from indicators.extracts import service
from indicators.extracts.forms import AcceptForm, WhyForm
from indicators.extracts.models import Extract, Problem
from indicators.extracts.pages.history import detail
from indicators.extracts.pages.shown import title_of
from indicators.extracts.workflow import EXTRACT
from wales_framework.access.predicates import may_load_extracts
from wales_framework.access.views import allowed

MOVED_ON = gettext_lazy("This extract has moved on meanwhile. This is how it stands now.")
OCCUPIED = gettext_lazy("The records are in use for a release or another extract. Nothing was changed: try again in a minute.")


@require_POST
@allowed(may_load_extracts)
def accept(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Accept every open warning by name, and load."""
    extract = get_object_or_404(Extract, pk=pk)
    warnings = extract.problems.filter(level=Problem.Level.WARN, accepted_at=None)
    form = AcceptForm(warnings, request.user, request.POST)
    if EXTRACT.allows(extract.state, "accept") and not form.is_valid():
        return detail(request, extract, form)
    try:
        service.accept(extract, request.user, form.accepted if form.is_valid() else ())
    except (service.MoveRefused, service.WarningsNotAccepted):
        messages.warning(request, str(MOVED_ON))
    return redirect("extracts:detail", pk=extract.pk)


@require_POST
@allowed(may_load_extracts)
def again(request: HttpRequest, pk: str) -> HttpResponseBase:
    extract = get_object_or_404(Extract, pk=pk)
    try:
        service.again(extract, request.user)
    except service.MoveRefused:
        messages.warning(request, str(MOVED_ON))
    return redirect("extracts:detail", pk=extract.pk)


def _with_reason(
    move: str, act: Callable[[Extract, Any, str], None], done: Promise
) -> Callable[[HttpRequest, str], HttpResponseBase]:
    """A page that says what will happen, asks why, and then does it."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @allowed(may_load_extracts)
    def page(request: HttpRequest, pk: str) -> HttpResponseBase:
        extract = get_object_or_404(Extract, pk=pk)
        if not EXTRACT.allows(extract.state, move):
            messages.warning(request, str(MOVED_ON))
            return redirect("extracts:detail", pk=extract.pk)
        form = WhyForm(request.POST if request.method == "POST" else None, required=move != "discard")
        if request.method == "POST" and form.is_valid():
            try:
                act(extract, request.user, form.cleaned_data["why"])
            except service.MoveRefused:
                messages.warning(request, str(MOVED_ON))
            except service.Occupied:
                messages.warning(request, str(OCCUPIED))
            else:
                messages.success(request, str(done) % {"name": extract.name})
            return redirect("extracts:detail", pk=extract.pk)
        context = {"form": form, "extract": extract, "title": title_of(extract), "move": move}
        return render(request, "extracts/reason.html", context)

    return page


undo = _with_reason("undo", service.undo, gettext_lazy("%(name)s was undone. The figures that it had replaced count again."))
put_back = _with_reason("put_back", service.put_back, gettext_lazy("%(name)s was put back. Its figures count again."))
discard = _with_reason("discard", service.discard, gettext_lazy("%(name)s was discarded and its file removed."))
