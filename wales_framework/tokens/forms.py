from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wales_framework.forms import DateField
from wales_framework.tokens.models import Token
from wales_framework.tokens.service import LONGEST

USUAL = timedelta(days=90)


class TokenForm(forms.Form):
    """What somebody says of a token they want."""

    name = forms.CharField(
        max_length=60,
        label=gettext_lazy("What it is for"),
        help_text=gettext_lazy("Such as the name of the program or computer that will use it."),
    )
    scope = forms.ChoiceField(
        choices=lambda: [(code, capfirst(label)) for code, label in Token.Scope.choices],
        widget=forms.RadioSelect,
        label=gettext_lazy("What it opens"),
        error_messages={"required": gettext_lazy("Choose what the token opens.")},
    )
    expires = DateField(
        label=gettext_lazy("Last day on which it is valid"),
        help_text=gettext_lazy("At most a year from now."),
    )

    # Another one each time that the form is shown, so that an answer which is loaded again makes no second token.
    number = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), gettext_lazy("Open this page anew and fill in the form there.")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        initial = {"scope": Token.Scope.API, "expires": timezone.localdate() + USUAL, "number": uuid4()}
        kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)

    def clean_expires(self) -> date:
        chosen: date = self.cleaned_data["expires"]
        today = timezone.localdate()
        if not today <= chosen <= today + LONGEST:
            latest = date_format(today + LONGEST, "j F Y")
            raise forms.ValidationError(_("Choose a day from today to %(latest)s.") % {"latest": latest})
        return chosen
