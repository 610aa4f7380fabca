"""The frameworks as pages: what they say, apart from any figure of this service."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from priority_groups import content
from wales_framework.access.predicates import may_read_figures
from wales_framework.access.views import allowed


@dataclass(frozen=True, slots=True)
class Entry:
    """A term of the glossary with what it is called in the other language."""

    term: content.Term
    other: str
    other_language: str


@require_safe
@allowed(may_read_figures)
def frameworks(request: HttpRequest) -> HttpResponse:
    return render(request, "priority_groups/frameworks.html", {"frameworks": content.frameworks()})


@require_safe
@allowed(may_read_figures)
def framework(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        found = content.framework(slug)
    except KeyError as unknown:
        raise Http404 from unknown
    trail = [(_("Frameworks"), reverse("priority_groups:frameworks"))]
    return render(request, "priority_groups/framework.html", {"framework": found, "trail": trail})


@require_safe
@allowed(may_read_figures)
def glossary(request: HttpRequest) -> HttpResponse:
    language = get_language() or "en"
    other = next(code for code, _name in settings.LANGUAGES if code != language.split("-")[0])
    terms = [Entry(term, term.term.within(other), other) for term in content.glossary(language)]
    return render(request, "priority_groups/glossary.html", {"terms": terms})
