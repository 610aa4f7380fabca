"""To tell what a word means, and to take it back: each with its audit event."""

import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from indicators.extracts.layouts import layout
from indicators.extracts.layouts.schema import plain
from indicators.extracts.models import Term
from indicators.extracts.terms.known import HEADING, known_words, meanings, told_columns, told_for, told_layouts
from wales_framework import audit
from wales_framework.access.predicates import may_load_extracts

# Numbers of people (CRN, NOMIS, PNC) and dates: a word that has one could tell who somebody is, and is kept nowhere.
PERSONAL = re.compile(r"[0-9]{5}|\b[A-Z][0-9]{4}[A-Z]{2}\b|[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{2,4}", re.IGNORECASE)


class NotTellable(ValueError):
    """No such source, column or meaning; or a column whose words mean nothing by themselves."""


class Personal(ValueError):
    """The word could tell who somebody is."""


class AlreadyKnown(ValueError):
    """The word has a meaning that is not people's to tell: `meaning`, a code or a column's name."""

    def __init__(self, meaning: str) -> None:
        self.meaning = meaning
        super().__init__(f"it means {meaning}")


def check(source: str, column: str, text: str, meaning: str) -> None:
    """Whether this can be told. Raises NotTellable, Personal or AlreadyKnown."""
    if source not in {found.source for found in told_layouts()}:
        raise NotTellable(f"no source '{source}'")
    found = layout(source)
    if column != HEADING and column not in {known.name for known in told_columns(found)}:
        raise NotTellable(f"no column '{column}'")
    if meaning not in dict(meanings(found, column)):
        raise NotTellable(f"no meaning '{meaning}'")
    if not plain(text) or len(text) > Term.LONGEST:
        raise NotTellable("nothing is written, or too much")
    if PERSONAL.search(text):
        raise Personal
    if column != HEADING:
        known = known_words(found.by_name[column])(text)
    else:
        known = known_column.name if (known_column := found.named(text)) else None
    if known is not None:
        raise AlreadyKnown(known)


def tell(user: Any, source: str, column: str, text: str, meaning: str) -> Term:
    """Remember what a word means, or change what was told of it before. Raises as `check`, and PermissionDenied.

    Told of a column of a profile, it holds for every source that has one.
    """
    _demand(user)
    text = " ".join(text.split())
    check(source, column, text, meaning)
    source = told_for(layout(source), column)
    with transaction.atomic():
        word = Term.objects.select_for_update().filter(source=source, column=column, key=plain(text))
        before = word.values_list("meaning", flat=True).first()
        told = {"text": text, "meaning": meaning, "set_by": user, "set_at": timezone.now()}
        term, _is_new = Term.objects.update_or_create(source=source, column=column, key=plain(text), defaults=told)
        if before != meaning:
            audit.record("term.tell", user, term, source=source, column=column, before=before, meaning=meaning)
    return term


def take_back(user: Any, term: Term) -> None:
    """Forget what was told of a word: it is unknown again in files that are checked from now on. Raises PermissionDenied."""
    _demand(user)
    with transaction.atomic():
        found = Term.objects.select_for_update().filter(pk=term.pk).first()
        if found is None:
            return  # somebody was quicker
        audit.record("term.take_back", user, found, source=found.source, column=found.column, before=found.meaning, meaning=None)
        found.delete()


def _demand(user: Any) -> None:
    if not may_load_extracts(user):
        raise PermissionDenied
