"""Events and rebases in a reader's words."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators import catalogue
from indicators.events.models import ChangeEvent


def indicators_words(codes: Sequence[str]) -> str:
    """ "A1, B3", or that it is about all of them."""
    return ", ".join(codes) if codes else _("all indicators")


def areas_words(codes: Sequence[str]) -> str:
    """ "Gwent, South Wales", or that it is about all of them."""
    return ", ".join(str(catalogue.area(code).name) for code in codes) if codes else _("all areas")


def missing_welsh(*texts: str) -> bool:
    """Whether a text is there in English only."""
    return not all(texts)


def way(event: ChangeEvent | None = None) -> list[tuple[str, str]]:
    """The breadcrumbs down to the register, or to an event in it."""
    found = [(_("Register of events"), reverse("events:list"))]
    return [*found, (str(event.title), reverse("events:detail", args=[event.pk]))] if event else found
