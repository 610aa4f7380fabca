"""Pages that belong to no room: choice of language, and what a public service must say of itself."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found

from wales_framework.shortage import database_is_away, is_full

SOON = 15  # seconds after which to try again: a database that was restarted is back by then


@login_not_required
@require_safe
def choose_language(request: HttpRequest) -> HttpResponseBase:
    """The bare address leads to the home page in the language that the browser asks for."""
    with translation.override(translation.get_language_from_request(request)):
        return HttpResponseRedirect(reverse("dashboards:home"))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")


@require_safe
def about_figures(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about_figures.html")


@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/cookies.html")


def fault(request: HttpRequest) -> HttpResponseBase:
    """Something went wrong on our side: where it will pass or nothing is wrong with what was sent, the answer says so."""
    raised = sys.exc_info()[1]
    if raised is not None and is_full(raised):
        status, told = 507, "There is no room left on our disks. Nothing was kept of what was sent."
    elif raised is not None and database_is_away(raised):
        status, told = 503, "The service cannot be reached for a moment. Try again shortly."
    else:
        status, told = 500, "Something went wrong on our side."
    response: HttpResponseBase
    if request.path.startswith("/api/"):
        response = JsonResponse({"detail": told}, status=status)
    else:
        response = HttpResponse(get_template(f"{status}.html").render(), status=status)
    if status == 503:
        response["Retry-After"] = str(SOON)
    return response


def missing(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Nothing is at this address: told to programs in the API's own way."""
    if not request.path.startswith("/api/"):
        return page_not_found(request, exception)
    detail = gettext("There is nothing at this address.")
    return JsonResponse({"detail": detail, "remedy": gettext("The description of the API is at /api/schema.")}, status=404)
