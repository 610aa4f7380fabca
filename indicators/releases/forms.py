from django import forms
from django.utils.translation import gettext_lazy as _


class NoteForm(forms.Form):
    """A note that goes with the release from its submission on."""

    note = forms.CharField(
        label=_("Note to the approver and to readers"),
        help_text=_("What is new in this release, and what to look at. Readers see it once the release is published."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )


class ReasonForm(forms.Form):
    """Why a step back is taken; kept in the audit trail."""

    why = forms.CharField(
        label=_("Reason"),
        help_text=_("The person who drafted the release reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": _("Enter the reason")},
    )
