"""The frameworks as pages: what they say, apart from any figure of this service."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from priority_groups import content
from wales_framework.access.predicates import may_read_figures
from wales_framework.access.views import allowed


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
