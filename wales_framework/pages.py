"""Pages that belong to no room: choice of language, and what a public service must say of itself."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe


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
