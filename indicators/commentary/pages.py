"""The pages on which analysts write the commentary of a draft, and approvers read it."""

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.commentary import service
from indicators.commentary.forms import CommentaryForm
from indicators.commentary.models import Commentary
from indicators.commentary.places import groups, places_of, title_of
from indicators.commentary.reading import coverage
from wales_framework import audit
from wales_framework.access.predicates import may_read_drafts, may_write_commentary
from wales_framework.access.views import allowed


def releases() -> Any:
    return apps.get_model("releases", "Release").objects.all()


@require_safe
@allowed(may_read_drafts)
def latest(request: HttpRequest) -> HttpResponse:
    """Of the release that is on its way, else of the one that readers have."""
    found = releases().open().first() or releases().latest_published()
    return _page(request, found)


@require_safe
@allowed(may_read_drafts)
def release(request: HttpRequest, release: int) -> HttpResponse:
    return _page(request, get_object_or_404(releases(), pk=release))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed(may_write_commentary)
def write(request: HttpRequest, release: int, group: str, indicator: str = "") -> HttpResponseBase:
    """The text of one place. `preview` among the values shows it as readers will see it, and saves nothing."""
    of = get_object_or_404(releases(), pk=release)
    place = (group, indicator)
    try:
        title = title_of(place)
    except KeyError as unknown:
        raise Http404 from unknown
    found = Commentary.objects.filter(release=of, group=group, indicator=indicator).select_related("author").first()
    if of.state != service.DRAFT:
        refused = _("%(release)s is not a draft any more: its commentary is as it was submitted.") % {"release": of}
        messages.warning(request, refused)
        return redirect("commentary:release", release=of.pk)
    form = CommentaryForm(request.POST if request.method == "POST" else None, found)
    preview = None
    if request.method == "POST" and form.is_valid():
        texts: Any = {"en": form.cleaned_data["text_en"], "cy": form.cleaned_data["text_cy"]}
        if "preview" in request.POST:
            preview = texts
        elif _saved(request, of, place, texts, form):
            return redirect(f"{reverse('commentary:release', args=[of.pk])}#{indicator or group}")
    _shown(request, of)
    trail = [(str(of), reverse("releases:detail", args=[of.pk])), (_("Commentary"), reverse("commentary:release", args=[of.pk]))]
    context = {"release": of, "title": title, "form": form, "found": found, "preview": preview, "trail": trail}
    return render(request, "commentary/write.html", context, status=422 if form.errors else 200)


@require_POST
@allowed(may_write_commentary)
def keep(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = get_object_or_404(Commentary.objects.select_related("release"), pk=pk)
    try:
        service.keep(request.user, found)
    except service.CommentaryRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("The text is kept as it is."))
    return redirect(f"{reverse('commentary:release', args=[found.release_id])}#{found.indicator or found.group}")


def _saved(request: HttpRequest, release: Any, place: tuple[str, str], texts: Any, form: CommentaryForm) -> bool:
    try:
        written = service.write(request.user, release, place, texts, form.cleaned_data["version"] or 0)
    except service.CommentaryRefused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("The commentary is saved.") if written else _("There is no commentary here now."))
    return True


def _page(request: HttpRequest, release: Any) -> HttpResponse:
    context: dict[str, object] = {"release": release}
    if release is not None:
        _shown(request, release)
        found = {(one.group, one.indicator): one for one in release.commentary.select_related("author", "carried_from")}
        context |= {
            "trail": [(_("Releases"), reverse("releases:list")), (str(release), reverse("releases:detail", args=[release.pk]))],
            "coverage": coverage(release.pk),
            "can_write": release.state == service.DRAFT and may_write_commentary(request.user),
            "groups": [
                (group, [(place, title_of(place), found.get(place)) for place in places_of(framework, group)])
                for framework, group in groups()
            ],
        }
    return render(request, "commentary/release.html", context)


def _shown(request: HttpRequest, release: Any) -> None:
    """What is said of a release before its publication is read by people whom the audit trail knows."""
    if release.published_at is None:
        audit.reading("draft.read", request.user, release, request.get_full_path())
