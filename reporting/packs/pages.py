"""The page of packs: ask for one, watch it being made, take it away."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from reporting import published
from reporting.packs import service
from reporting.packs.choice import Choice
from reporting.packs.collecting import chosen_words
from reporting.packs.forms import PackForm
from reporting.packs.models import KIND_NAMES, LANGUAGE_NAMES, Pack, Subscription
from reporting.packs.recipe import recipe
from wales_framework.access.predicates import may_make_packs
from wales_framework.access.views import allowed
from wales_framework.jobs.pages import words

AT_WORK = ("waiting", "working")


@dataclass(frozen=True, slots=True)
class Offer:
    """The latest release as one kind of pack in one language: the pack, if there is one, and the words of its progress."""

    kind: str
    kind_name: str
    language: str
    name: str
    pack: Pack | None
    progress: dict[str, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """A pack with what is in it, in words, and how far it is while it is being made."""

    pack: Pack
    holds: str
    progress: dict[str, str]


@dataclass(frozen=True, slots=True)
class Held:
    """A subscription with what it is of, in words."""

    subscription: Subscription
    holds: str


@require_safe
@never_cache
@allowed(may_make_packs)
def packs(request: HttpRequest) -> HttpResponse:
    return packs_page(request, PackForm(initial={"language": get_language()}))


@require_POST
@allowed(may_make_packs)
def make(request: HttpRequest) -> HttpResponseBase:
    form = PackForm(request.POST)
    if not form.is_valid():
        return packs_page(request, form, status=422)
    edition = published.latest()
    if edition is None:
        messages.warning(request, _("There is nothing to make a pack of: no release is published yet."))
        return redirect("packs:list")
    pack = service.request(edition, form.cleaned_data["language"], request.user, form.choice)
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


def packs_page(request: HttpRequest, form: PackForm, status: int = 200) -> HttpResponse:
    """The page of packs, with a form that may have to be put right."""
    edition = published.latest()
    offers = _offers(edition) if edition else []
    every = list(Pack.objects.select_related("release", "requested_by", "job"))
    offered = {offer.pack.pk for offer in offers if offer.pack}
    on_their_way = [_listed(one) for one in every if not one.file and one.job and one.pk not in offered and not _is_old(one)]
    waited_for = [*(offer.pack for offer in offers), *(one.pack for one in on_their_way)]
    context = {
        "edition": edition,
        "offers": offers,
        "form": form,
        "on_their_way": on_their_way,
        "is_working": any(pack and pack.state in AT_WORK for pack in waited_for),
        "subscriptions": [_held(one) for one in Subscription.objects.filter(reader=request.user.pk, ended_at=None)],
        "packs": [_listed(one) for one in every if one.file],
    }
    return render(request, "packs/list.html", context, status=status)


def _offers(edition: published.Edition) -> list[Offer]:
    """Whole packs and summaries, in each language: what most people want."""
    whole = Pack.objects.filter(release_id=edition.id, recipe=recipe(), groups="", regions="").select_related(
        "job", "requested_by"
    )
    found = {(pack.kind, pack.language): pack for pack in whole}
    offers = []
    for kind, kind_name in KIND_NAMES:
        for language, name in LANGUAGE_NAMES.items():
            pack = found.get((kind, language))
            progress = words(pack.job) if pack and pack.job else {}
            offers.append(Offer(kind, str(kind_name), language, str(name), pack, progress))
    return offers


def _held(subscription: Subscription) -> Held:
    return Held(subscription, holds_of(str(subscription.get_kind_display()), subscription.choice))


def holds_of(kind: str, choice: Choice) -> str:
    """What a pack holds, in words: "Whole pack; groups A, C; Gwent"."""
    return "; ".join(part for part in (kind, chosen_words(choice)) if part)


def _listed(pack: Pack) -> Listed:
    holds = holds_of(str(pack.get_kind_display()), pack.choice)
    return Listed(pack, holds, words(pack.job) if pack.job and not pack.file else {})


def _is_old(pack: Pack) -> bool:
    """Whether it was asked for with another recipe: a worker of today would make it otherwise, so nobody waits for it."""
    return pack.recipe != recipe()
