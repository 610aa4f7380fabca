from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


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
