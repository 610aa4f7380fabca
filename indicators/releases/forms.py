from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.releases.models import Release
from wales_framework.access.models import User
from wales_framework.access.predicates import may_read_figures
from wales_framework.forms import DateField


def _area(rows: int = 3, **attributes: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attributes})


class NoteForm(forms.Form):
    """A note that goes with the release from its submission on, and the warnings that its author accepts."""

    note_en = forms.CharField(
        label=_("Note to the approver and to readers, in English"),
        help_text=_("What is new in this release, and what to look at. Readers see it once the release is published."),
        widget=_area(),
        max_length=2000,
        required=False,
    )
    note_cy = forms.CharField(
        label=_("The same note in Welsh"),
        help_text=_("Readers of the Welsh pages see this one."),
        widget=_area(lang="cy"),
        max_length=2000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for name, other in (("note_en", "note_cy"), ("note_cy", "note_en")):
            if found.get(other) and not found.get(name) and name not in self.errors:
                self.add_error(name, _("Write the note in both languages, or in neither"))
        return found


class ReasonForm(forms.Form):
    """Why a step back is taken; kept in the audit trail."""

    why = forms.CharField(
        label=_("Reason"),
        help_text=_("The person who drafted the release reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": _("Enter the reason")},
    )


class DayForm(forms.Form):
    """The day on which a release is published."""

    day = DateField(
        label=_("Day of publication"),
        help_text=_("It is published at 9.30 a.m. of that day, in the time of the United Kingdom."),
    )


class PlanForm(DayForm):
    """A day that is announced to readers."""

    field_order = ["day", "title_en", "title_cy"]
    title_en = forms.CharField(label=_("What is released, in English"), max_length=200, required=False)
    title_cy = forms.CharField(
        label=_("The same in Welsh"), max_length=200, required=False, widget=forms.TextInput(attrs={"lang": "cy"})
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for name, other in (("title_en", "title_cy"), ("title_cy", "title_en")):
            if found.get(other) and not found.get(name):
                self.add_error(name, _("Write the title in both languages, or in neither"))
        return found


class AccessForm(forms.Form):
    """Who may read a release before its publication, from when and why."""

    reader = forms.ModelChoiceField(label=_("Reader"), queryset=User.objects.none())
    reason = forms.CharField(
        label=_("Why this person needs the figures beforehand"),
        help_text=_(
            "Kept in the audit trail. After the publication readers are told how many people had access, and their roles."
        ),
        widget=_area(),
        max_length=2000,
    )
    starts = DateField(label=_("From"), help_text=_("The beginning of that day. Leave it empty for now."), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        readers = [user.pk for user in User.objects.filter(is_active=True) if may_read_figures(user)]
        self.fields["reader"].queryset = User.objects.filter(pk__in=readers).order_by("last_name", "first_name", "username")  # type: ignore[attr-defined]


class CorrectionForm(forms.Form):
    """What a draft puts right in a release that readers have."""

    corrected = forms.ModelChoiceField(label=_("Which release was wrong"), queryset=Release.objects.published())
    wrong_since = DateField(label=_("Wrong since"))
    wrong_en = forms.CharField(label=_("What was wrong, in English"), widget=_area(), max_length=2000)
    wrong_cy = forms.CharField(label=_("What was wrong, in Welsh"), widget=_area(lang="cy"), max_length=2000)
    changed_en = forms.CharField(label=_("What is different now, in English"), widget=_area(), max_length=2000)
    changed_cy = forms.CharField(label=_("What is different now, in Welsh"), widget=_area(lang="cy"), max_length=2000)


class WithdrawalForm(forms.Form):
    """Why readers should not rely on a release any more."""

    reason_en = forms.CharField(
        label=_("Reason, in English"),
        help_text=_("Readers who look for this release are told this."),
        widget=_area(),
        max_length=2000,
    )
    reason_cy = forms.CharField(label=_("The same reason in Welsh"), widget=_area(lang="cy"), max_length=2000)


class CompareForm(forms.Form):
    """Two releases that readers have."""

    before = forms.ModelChoiceField(label=_("From"), queryset=Release.objects.none())
    after = forms.ModelChoiceField(label=_("To"), queryset=Release.objects.none())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in self.fields:
            self.fields[name].queryset = Release.objects.standing().order_by("-published_at")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("before") and found.get("before") == found.get("after"):
            self.add_error("after", _("Choose two different releases"))
        return found
