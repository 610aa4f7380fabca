"""What is checked: every check and every reason for which a file cannot be read, with its remedy."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.extracts.checks import CHECKS
from indicators.extracts.layouts import Layout, layouts
from indicators.extracts.models import Problem
from indicators.extracts.pages.words import trail
from indicators.extracts.reading.refusals import REFUSALS
from indicators.extracts.words import Level, Words
from wales_framework.access.predicates import may_read_extracts
from wales_framework.access.views import allowed


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """A check in the reader's language; `sources`: the names of those that it is made for, empty where it is for every one."""

    name: str
    level: Level
    label: str
    message: str
    guidance: str
    sources: tuple[str, ...]


@require_safe
@allowed(may_read_extracts)
def checks(request: HttpRequest) -> HttpResponse:
    """Every check, in the order in which they are made; with ?source= those of one source."""
    source = request.GET.get("source", "")
    if source and source not in {layout.source for layout in layouts()}:
        raise Http404
    chosen = list(made(source))
    parts = [
        (_("What makes a file unreadable"), [_shown(words, layouts()) for words in REFUSALS.values()]),
        (_("What must be corrected"), [check for check in chosen if check.level == "fail"]),
        (_("What is unusual"), [check for check in chosen if check.level == "warn"]),
    ]
    context = {"parts": parts, "layouts": layouts(), "source": source, "trail": trail()}
    return render(request, "extracts/checks.html", context)


def made(source: str = "") -> Iterator[ShownCheck]:
    """The checks that are made of files of a source, or of any."""
    for check in CHECKS:
        concerned = tuple(layout for layout in layouts() if check.is_for(layout))
        if not source or source in {layout.source for layout in concerned}:
            yield _shown(check.words, concerned)


def _shown(words: Words, concerned: tuple[Layout, ...]) -> ShownCheck:
    # What a message names is different in every file.
    named: dict[str, str] = defaultdict(lambda: "…")
    return ShownCheck(
        words.name,
        words.level,
        str(Problem.Level(words.level).label),
        words.told(named),
        str(words.guidance) % named,
        () if len(concerned) == len(layouts()) else tuple(str(layout.title) for layout in concerned),
    )
