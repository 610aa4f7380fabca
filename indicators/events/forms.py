"""What people fill in about events and rebases. Every rule is kept here and in the service."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators import catalogue
from indicators.events.models import LONGEST_CAUSE, LONGEST_REASON, LONGEST_TITLE, ChangeEvent
from indicators.events.service import RESTED_ON, is_rested_on
from wales_framework.forms import DateField, ParagraphsField

EARLIEST = datetime.date(1900, 1, 1)


class CodesField(forms.CharField):
    """Codes of indicators with commas or spaces between them, as a sorted list without doubles; none for all."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            max_length=500,
            widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
            **kwargs,
        )

    def clean(self, value: Any) -> list[str]:
        if isinstance(value, list):  # of a field that is not to be changed
            return value
        known = {indicator.code for indicator in catalogue.indicators()}
        codes = super().clean(value).replace(",", " ").upper().split()
        for code in codes:
            if code not in known:
                raise forms.ValidationError(_("There is no indicator “%(code)s”. Write codes such as A1, B3.") % {"code": code})
        return sorted(set(codes))

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


class AreasField(forms.MultipleChoiceField):
    """Areas that charts are drawn of; none for all."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=area_choices, required=False, widget=forms.CheckboxSelectMultiple, **kwargs)

    def clean(self, value: Any) -> list[str]:
        return sorted(super().clean(value))


def area_choices(only: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Wales, its regions and what they are compared with; or those of the given codes."""
    drawn = [area for area in catalogue.areas() if area.kind in ("country", "region", "comparator")]
    return [(area.code, str(area.name)) for area in drawn if not only or area.code in only]


class EventForm(forms.Form):
    """An event of the register. `event`: the one that is changed."""

    date = DateField(
        label=gettext_lazy("Day from which figures are affected"),
        error_messages={"required": gettext_lazy("Give the day from which figures are affected.")},
    )
    title_en = forms.CharField(
        label=gettext_lazy("What happened, in a few words, in English"),
        help_text=gettext_lazy("It stands on charts."),
        max_length=LONGEST_TITLE,
    )
    title_cy = forms.CharField(
        label=gettext_lazy("The same in Welsh"),
        max_length=LONGEST_TITLE,
        required=False,
        help_text=gettext_lazy("May follow. Until it is there, readers of the Welsh pages see the English, marked as such."),
        widget=forms.TextInput(attrs={"lang": "cy"}),
    )
    cause_en = ParagraphsField(
        label=gettext_lazy("Cause: why and how it changes the figures, in English"), max_length=LONGEST_CAUSE
    )
    cause_cy = ParagraphsField(label=gettext_lazy("The cause in Welsh"), lang="cy", max_length=LONGEST_CAUSE, required=False)
    indicators = CodesField(
        label=gettext_lazy("Indicators it affects"),
        help_text=gettext_lazy("Codes with commas between them: A1, B3. Leave it empty for all."),
    )
    areas = AreasField(label=gettext_lazy("Areas it affects"), help_text=gettext_lazy("Tick none for all."))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, event: ChangeEvent | None = None, **kwargs: Any) -> None:
        if event is not None:
            now = {name: getattr(event, name) for name in (*RESTED_ON, "title_cy", "cause_cy", "version")}
            kwargs["initial"] = {**now, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        if event is not None and is_rested_on(event):
            for name in RESTED_ON:
                self.fields[name].disabled = True

    def clean_date(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["date"]
        if not EARLIEST <= day <= timezone.localdate():
            raise forms.ValidationError(_("The day must have come already, and be no earlier than 1900."))
        return day

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in (*RESTED_ON, "title_cy", "cause_cy")}


class RebaseForm(forms.Form):
    """A rebase at an event, of what the event affects."""

    indicators = CodesField(label=gettext_lazy("Indicators whose level changed"))
    areas = AreasField(
        label=gettext_lazy("Areas where it changed"), help_text=gettext_lazy("Tick none for all that the event affects.")
    )
    why = ParagraphsField(
        label=gettext_lazy("Why the figures before and after cannot be compared"),
        help_text=gettext_lazy("The approver reads this. It stays in the register, where members read it as you write it."),
        max_length=LONGEST_REASON,
    )

    def __init__(self, event: ChangeEvent, data: Any = None) -> None:
        super().__init__(data)
        self.event = event
        self.fields["areas"].choices = area_choices(event.areas)  # type: ignore[attr-defined]
        if event.indicators:
            hint = _("Of these: %(codes)s. Leave it empty for all of them.") % {"codes": ", ".join(event.indicators)}
        else:
            hint = _("Codes with commas between them: A1, B3. Leave it empty for all.")
        self.fields["indicators"].help_text = hint

    def clean_indicators(self) -> list[str]:
        codes: list[str] = self.cleaned_data["indicators"]
        _demand_within(codes, self.event.indicators)
        return codes


class WhyForm(forms.Form):
    """Why a step back is taken."""

    why = ParagraphsField(label=gettext_lazy("Reason"), rows=3, max_length=LONGEST_REASON)


def _demand_within(codes: Iterable[str], affected: Sequence[str]) -> None:
    outside = sorted(set(codes) - set(affected)) if affected else []
    if outside:
        raise forms.ValidationError(_("The event does not affect %(codes)s.") % {"codes": ", ".join(outside)})
