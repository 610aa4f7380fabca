"""What people fill in about actions of plans. Every rule is kept here and in the service."""

import datetime
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from priority_groups.content import Framework
from priority_groups.plans import aims, rules
from priority_groups.plans.models import (
    LONGEST_EVIDENCE,
    LONGEST_LINK,
    LONGEST_OWNER,
    LONGEST_REASON,
    LONGEST_TEXT,
    PROGRESS,
    WORDS,
    ActionUpdate,
)
from priority_groups.plans.reading import PlanPart
from priority_groups.plans.service import NOTHING
from priority_groups.plans.words import LATE, LATE_LABEL
from priority_groups.plans.workflow import NOT_STARTED, NOT_TAKEN_UP, STATES, open_to
from wales_framework.access.models import User
from wales_framework.access.table import PERMISSIONS, Action
from wales_framework.forms import DateField, ParagraphsField

WELSH = {"lang": "cy"}


class DayField(DateField):
    """A day that most states need and a few do not: the rules say which."""

    def clean(self, value: Any) -> datetime.date | None:
        return None if value in self.empty_values else super().clean(value)


class OtherCodesField(forms.CharField):
    """Codes of further indicators with commas or spaces between them."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"spellcheck": "false", "autocomplete": "off", "class": "govuk-input--width-10"}
        super().__init__(required=False, max_length=300, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> list[str]:
        return super().clean(value).replace(",", " ").upper().split()


class ProgressForm(forms.Form):
    """What is said of an action, whichever: `said` is what is said of it so far, `group` the code of its group or ""."""

    owner_en = forms.CharField(
        label=gettext_lazy("Owner"),
        help_text=gettext_lazy("The organisation or post that answers for it."),
        max_length=LONGEST_OWNER,
    )
    owner_cy = forms.CharField(
        label=gettext_lazy("The owner's name in Welsh"),
        help_text=gettext_lazy("Leave it empty where it is the same."),
        max_length=LONGEST_OWNER,
        required=False,
        widget=forms.TextInput(attrs=WELSH),
    )
    person = forms.ModelChoiceField(
        label=gettext_lazy("Person who sees to it"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody by name"),
    )
    due = DayField(label=gettext_lazy("Day by which it is to be done"))
    indicators = forms.MultipleChoiceField(
        label=gettext_lazy("Indicators it is meant to move"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = OtherCodesField(
        label=gettext_lazy("Indicators of other groups"), help_text=gettext_lazy("Codes with commas between them: A1, B3.")
    )
    evidence_en = ParagraphsField(
        label=gettext_lazy("Evidence, in English"),
        help_text=gettext_lazy("What shows how far it is. Never write anything about a single person."),
        max_length=LONGEST_EVIDENCE,
        required=False,
    )
    evidence_cy = ParagraphsField(
        label=gettext_lazy("Evidence, in Welsh"), lang="cy", max_length=LONGEST_EVIDENCE, required=False
    )
    link = forms.CharField(
        label=gettext_lazy("Link to the evidence"),
        help_text=gettext_lazy("An address that begins with https://."),
        max_length=LONGEST_LINK,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false", "autocomplete": "off"}),
    )
    why = ParagraphsField(
        label=gettext_lazy("Reason for the change"),
        help_text=gettext_lazy("Needed where an action is held, dropped or taken up again, and where its day is moved."),
        rows=3,
        max_length=LONGEST_REASON,
        required=False,
    )

    def __init__(self, data: Any, framework: Framework, said: dict[str, Any], group: str) -> None:
        every = aims.indicators(framework.slug)
        self.said, self.known = said, {one.code for one in every}
        offered = [one for one in every if one.group == group] or list(every)
        codes = [one.code for one in offered]
        initial = {
            **said,
            "indicators": [code for code in said["indicators"] if code in codes],
            "others": ", ".join(code for code in said["indicators"] if code not in codes),
        }
        super().__init__(data, initial=initial)
        self.fields["indicators"].choices = [(one.code, f"{one.code}: {one.words}") for one in offered]  # type: ignore[attr-defined]
        if len(offered) == len(every):
            del self.fields["others"]
        if not every:
            del self.fields["indicators"]
        keeping = [role.value for role in PERMISSIONS[Action.KEEP_PLANS]]
        people = User.objects.filter(is_active=True, roles__overlap=keeping)
        if said["person"] is not None:
            people |= User.objects.filter(pk=said["person"].pk)
        self.fields["person"].queryset = people.order_by("first_name", "last_name", "username")  # type: ignore[attr-defined]

    def clean_others(self) -> list[str]:
        codes: list[str] = self.cleaned_data["others"]
        for code in codes:
            if code not in self.known:
                raise forms.ValidationError(_("There is no indicator “%(code)s”. Write codes such as A1, B3.") % {"code": code})
        return codes

    def clean(self) -> dict[str, Any]:
        super().clean()
        for field, fault in rules.faults(self.said, {**self.said, **self.values}, self.cleaned_data.get("why", "")).items():
            if field not in self.errors:
                self.add_error(field if field in self.fields else None, _(fault))
        return self.cleaned_data

    @property
    def values(self) -> dict[str, Any]:
        """What the service is given."""
        found = {name: self.cleaned_data.get(name, self.said[name]) for name in ("state", *WORDS, *PROGRESS)}
        codes = {*self.cleaned_data.get("indicators", ()), *self.cleaned_data.get("others", ())}
        order = {code: place for place, code in enumerate(sorted(self.known, key=_by_number))}
        return {**found, "indicators": sorted(codes & self.known, key=lambda code: order[code])}


class UpdateForm(ProgressForm):
    """How an action stands. `number`: of the update that was read."""

    state = forms.ChoiceField(label=gettext_lazy("State"), widget=forms.RadioSelect)
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)

    field_order = ("state",)

    def __init__(self, data: Any, framework: Framework, latest: ActionUpdate | None, group: str) -> None:
        said = latest.said if latest else NOTHING
        super().__init__(data, framework, said, group)
        self.initial["number"] = latest.number if latest else 0
        if said["state"] == NOT_TAKEN_UP:
            self.initial["state"] = ""
        states = [state for state in open_to(said["state"]) if state != NOT_TAKEN_UP]
        self.fields["state"].choices = [(state, capfirst(str(STATES[state]))) for state in states]  # type: ignore[attr-defined]


class AddForm(ProgressForm):
    """An action of a plan's own."""

    text_en = forms.CharField(label=gettext_lazy("The action, in English"), max_length=LONGEST_TEXT)
    text_cy = forms.CharField(
        label=gettext_lazy("The action, in Welsh"), max_length=LONGEST_TEXT, widget=forms.TextInput(attrs=WELSH)
    )
    group = forms.ChoiceField(label=gettext_lazy("Priority group"), required=False)

    field_order = ("text_en", "text_cy", "group")

    def __init__(self, data: Any, framework: Framework) -> None:
        super().__init__(data, framework, {**NOTHING, "state": NOT_TAKEN_UP}, "")
        self.fields["group"].choices = group_choices(framework, _("None of them"))  # type: ignore[attr-defined]
        del self.fields["why"]

    @property
    def values(self) -> dict[str, Any]:
        return {**super().values, "state": NOT_STARTED}


class FilterForm(forms.Form):
    """Which actions of a plan are shown."""

    group = forms.ChoiceField(label=gettext_lazy("Priority group"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)

    def __init__(self, data: Any, framework: Framework, plan: PlanPart) -> None:
        super().__init__(data)
        there = {one.state for one in plan.actions}
        states = [(state, capfirst(str(label))) for state, label in STATES.items() if state in there]
        if any(one.is_late for one in plan.actions):
            states.insert(0, (LATE, capfirst(str(LATE_LABEL))))
        owners = sorted({one.owner for one in plan.actions if one.owner})
        self.fields["group"].choices = group_choices(framework, _("All groups"))  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", _("All states")), *states]  # type: ignore[attr-defined]
        self.fields["owner"].choices = [("", _("All owners")), *((name, name) for name in owners)]  # type: ignore[attr-defined]


def group_choices(framework: Framework, none: str) -> list[tuple[str, str]]:
    """The groups of a framework to choose from, after the choice of none."""
    return [("", none), *((group.code, f"{group.code}. {group.short_title}") for group in framework.groups)]


def _by_number(code: str) -> tuple[str, int]:
    letters = code.rstrip("0123456789")
    return letters, int(code[len(letters) :] or 0)
