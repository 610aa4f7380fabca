import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators import catalogue
from indicators.events import events_for
from indicators.events.models import ChangeEvent
from indicators.signals.models import LONGEST, LONGEST_OWNER, SAID, SignalResponse
from indicators.signals.series import Series
from priority_groups import content
from wales_framework.forms import DateField, ParagraphsField

TEXTS = ("cause", "owner", "action")


class EventField(forms.ModelChoiceField):
    def label_from_instance(self, event: Any) -> str:
        return f"{event.date:%Y-%m-%d}: {event.title}"


class ResponseForm(forms.Form):
    """What is said of a signal. `response`: the version that is there."""

    event = EventField(
        label=gettext_lazy("Cause, where it is an event of the register"),
        queryset=ChangeEvent.objects.none(),
        required=False,
        empty_label=gettext_lazy("None of these"),
    )
    cause_en = ParagraphsField(label=gettext_lazy("Cause, in English"), rows=3, max_length=LONGEST, required=False)
    cause_cy = ParagraphsField(label=gettext_lazy("Cause, in Welsh"), rows=3, lang="cy", max_length=LONGEST, required=False)
    owner_en = forms.CharField(
        label=gettext_lazy("Owner, in English"),
        help_text=gettext_lazy("A person or a role who sees to it."),
        max_length=LONGEST_OWNER,
        required=False,
    )
    owner_cy = forms.CharField(
        label=gettext_lazy("Owner, in Welsh"),
        max_length=LONGEST_OWNER,
        required=False,
        widget=forms.TextInput(attrs={"lang": "cy"}),
    )
    action_en = ParagraphsField(label=gettext_lazy("Action, in English"), rows=3, max_length=LONGEST, required=False)
    action_cy = ParagraphsField(label=gettext_lazy("Action, in Welsh"), rows=3, lang="cy", max_length=LONGEST, required=False)
    review_on = DateField(
        label=gettext_lazy("Look at it again on"),
        required=False,
    )
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, series: Series, response: SignalResponse | None, data: Any = None) -> None:
        initial = {name: getattr(response, name) for name in SAID} if response else {}
        super().__init__(data, initial={**initial, "number": response.number if response else 0})
        self.response = response
        numbers = [one["event"] for one in events_for(series.indicator, series.area_code)]
        if response is not None and response.event_id:
            numbers.append(response.event_id)
        self.fields["event"].queryset = ChangeEvent.objects.filter(pk__in=numbers)  # type: ignore[attr-defined]

    def clean_review_on(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["review_on"]
        before = self.response.review_on if self.response else None
        if day is not None and day != before and day < timezone.localdate():
            raise forms.ValidationError(_("The day has passed already. Give one that is to come."))
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in TEXTS:
            if values.get(f"{name}_cy") and not values.get(f"{name}_en") and f"{name}_en" not in self.errors:
                self.add_error(f"{name}_en", _("Write it in English too."))
        if not self.errors and not any(values.get(name) for name in SAID):
            self.add_error(None, _("Give at least a cause, an owner, an action or a day of review."))
        return values

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in SAID}


class FilterForm(forms.Form):
    """Which signals are shown; what cannot be chosen is left out."""

    group = forms.ChoiceField(label=gettext_lazy("Priority group"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("Area"), required=False)

    def __init__(self, data: Any, groups: list[str], areas: list[str]) -> None:
        super().__init__(data)
        titles = {group.code: str(group.short_title) for framework in content.frameworks() for group in framework.groups}
        self.fields["group"].choices = [  # type: ignore[attr-defined]
            ("", _("All groups")),
            *((code, f"{code}. {titles[code]}") for code in groups),
        ]
        self.fields["area"].choices = [  # type: ignore[attr-defined]
            ("", _("All areas")),
            *((area.code, str(area.name)) for area in catalogue.areas() if area.code in areas),
        ]
