"""The page of packs: ask for one, watch it being made, take it away."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from reporting import published
from reporting.packs import service
from reporting.packs.forms import LanguageForm
from reporting.packs.models import Pack
from reporting.packs.recipe import recipe
from wales_framework.access.predicates import may_make_packs
from wales_framework.access.views import allowed
from wales_framework.jobs.pages import words


@dataclass(frozen=True, slots=True)
class Offer:
    """The latest release in one language: its pack, if it has one, and the words of its progress."""

    language: str
    name: str
    pack: Pack | None
    progress: dict[str, str]


@require_safe
@never_cache
@allowed(may_make_packs)
def packs(request: HttpRequest) -> HttpResponse:
    edition = published.latest()
    offers = _offers(edition) if edition else []
    context = {
        "edition": edition,
        "offers": offers,
        "is_working": any(offer.pack and offer.pack.state in ("waiting", "working") for offer in offers),
        "packs": Pack.objects.exclude(file="").select_related("release", "requested_by"),
    }
    return render(request, "packs/list.html", context)


@require_POST
@allowed(may_make_packs)
def make(request: HttpRequest) -> HttpResponseBase:
    form = LanguageForm(request.POST)
    if not form.is_valid():
        raise BadRequest("language")
    edition = published.latest()
    if edition is None:
        messages.warning(request, _("There is nothing to make a pack of: no release is published yet."))
        return redirect("packs:list")
    pack = service.request(edition, form.cleaned_data["language"], request.user)
    if pack.file:
        messages.info(request, _("This pack was made before. It is ready to download."))
    return redirect("packs:list")


@require_safe
@never_cache
@allowed(may_make_packs)
def download(request: HttpRequest, pk: object) -> FileResponse:
    pack = get_object_or_404(Pack, pk=pk)
    if not pack.file:
        raise Http404
    with transaction.atomic():
        service.download(pack, request.user)
        return FileResponse(pack.file.open("rb"), as_attachment=True, filename=pack.file_name, content_type="application/pdf")


def _offers(edition: published.Edition) -> list[Offer]:
    found = {
        pack.language: pack
        for pack in Pack.objects.filter(release_id=edition.id, recipe=recipe()).select_related("job", "requested_by")
    }
    offers = []
    for language, name in {"en": _("English"), "cy": _("Welsh")}.items():
        pack = found.get(language)
        offers.append(Offer(language, name, pack, words(pack.job) if pack and pack.job else {}))
    return offers
