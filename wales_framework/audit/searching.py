"""A search in the audit trail: what is asked for, kept in an address, and the events that answer it, the latest first.

A page goes on after the last event of the one before, so the thousandth is as quick as the first, and nothing is told twice where
events are written meanwhile.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.postgres.search import SearchQuery
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wales_framework.access.models import User
from wales_framework.audit.models import WORDS, Event, EventQuerySet
from wales_framework.audit.words import GROUPS
from wales_framework.forms import DateField

PAGE = 50
SYSTEM = "-"  # among the people: what nobody did but the service itself
KINDS = {"changes": _("What was done"), "readings": _("What was read or taken away")}


class SearchForm(forms.Form):
    """What an address can ask for. `target` comes from links: TYPE:ID."""

    who = forms.ChoiceField(label=_("Person"), required=False)
    group = forms.ChoiceField(label=_("About"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    words = forms.CharField(label=_("Words"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"}))
    since = DateField(label=pgettext_lazy("first day", "From"), required=False)
    until = DateField(label=pgettext_lazy("last day", "To"), required=False)
    target = forms.CharField(required=False, max_length=130, widget=forms.HiddenInput)
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    after = forms.IntegerField(required=False, min_value=0, max_value=2**62, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(person.pk), str(person)) for person in User.objects.order_by("first_name", "last_name", "username")]
        everybody, all_of_it = (("", _("Everybody")), ("", _("Everything")))
        choices: dict[str, list[tuple[Any, Any]]] = {
            "who": [everybody, (SYSTEM, _("The service itself")), *people],
            "group": [all_of_it, *sorted(GROUPS.items(), key=lambda one: str(one[1]))],
            "kind": [("", _("Both")), *KINDS.items()],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("since") and found.get("until") and found["since"] > found["until"]:
            self.add_error("until", _("The last day is before the first."))
        return found


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked for; empty where it does not matter."""

    who: str = ""
    group: str = ""
    kind: str = ""
    words: str = ""
    since: date | None = None
    until: date | None = None
    target: str = ""

    @classmethod
    def of(cls, form: SearchForm) -> "Search":
        """What a form that is valid asks for."""
        return cls(**{name: form.cleaned_data[name] for name in cls.__dataclass_fields__})

    @property
    def asked(self) -> dict[str, str]:
        """As an address has it."""
        found = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: str(value) for name, value in found.items() if value}

    @property
    def query(self) -> str:
        return urlencode(self.asked)

    def events(self) -> EventQuerySet:
        """All that answer it, the latest first."""
        found = Event.objects.order_by("-pk")
        if self.who:
            found = found.filter(user=None) if self.who == SYSTEM else found.filter(user=int(self.who))
        if self.group:
            found = found.filter(action__startswith=f"{self.group}.")
        if self.kind:
            found = found.readings() if self.kind == "readings" else found.changes()
        if self.since:
            found = found.filter(at__gte=_midnight(self.since))
        if self.until:
            found = found.filter(at__lt=_midnight(self.until + timedelta(days=1)))
        if self.target:
            kind, _colon, number = self.target.partition(":")
            found = found.filter(target_type=kind, target_id=number)
        if asked := _lexemes(self.words):
            query = SearchQuery(asked, config="simple", search_type="raw")
            found = found.annotate(found_words=WORDS).filter(found_words=query)
        return found


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the events, and where the ones before and after them are: the rest of an address, "" where there are none."""

    events: list[Event]
    newer: str
    older: str


def page_of(search: Search, before: int | None, after: int | None) -> Page:
    """The events before an event's number, or those just after it; without either the latest."""
    found = search.events().select_related("user", "link")
    if after is not None:
        some = list(_beyond(search, found, after, newer=True).order_by(*_order(search, ""))[: PAGE + 1])
        more, events = len(some) > PAGE, some[:PAGE][::-1]
        newer, older = more, bool(events)
    else:
        some = list((_beyond(search, found, before) if before else found).order_by(*_order(search, "-"))[: PAGE + 1])
        events, newer, older = some[:PAGE], before is not None, len(some) > PAGE
    return Page(
        events,
        urlencode({**search.asked, "after": events[0].pk if events else (before or 1) - 1}) if newer else "",
        urlencode({**search.asked, "before": events[-1].pk}) if older else "",
    )


def _order(search: Search, way: str) -> tuple[str, ...]:
    """By their numbers, for which there are indexes of each kind; some days among years are found by the index of the moments."""
    return (f"{way}at", f"{way}pk") if search.since or search.until else (f"{way}pk",)


def _beyond(search: Search, found: EventQuerySet, number: int, *, newer: bool = False) -> EventQuerySet:
    """Those that come after an event in the order of the search."""
    way = "gt" if newer else "lt"
    by_number = {f"pk__{way}": number}
    moment = Event.objects.filter(pk=number).values_list("at", flat=True).first()
    if moment is None or not (search.since or search.until):
        return found.filter(**by_number)
    return found.filter(Q(**{f"at__{way}": moment}) | Q(at=moment, **by_number))


def asked_for(query: QueryDict) -> SearchForm:
    """The form with what an address asks for."""
    return SearchForm({name: query.get(name, "") for name in SearchForm.base_fields})


def _lexemes(words: str) -> str:
    """Each of the words as the beginning of one that must be there."""
    return " & ".join(f"'{word}':*" for word in re.findall(r"[\w.@-]+", words) if re.search(r"\w", word))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


__all__ = ["Page", "Search", "SearchForm", "asked_for", "page_of"]
