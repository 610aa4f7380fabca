"""What people fill in about extracts. Every rule is kept here; the browser's own checks are a courtesy."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.catalogue import Period
from indicators.extracts import problems
from indicators.extracts.checks.days import is_to_come, is_too_early
from indicators.extracts.layouts import layouts
from indicators.extracts.models import Problem
from wales_framework.forms import DateField


class UploadForm(forms.Form):
    """What is sent, by the page or by a program."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("CSV, XLSX or ODS, with the headings in row 1. Of a spreadsheet the first sheet is read."),
        allow_empty_file=True,  # the service says it better
        error_messages={"required": gettext_lazy("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.ods"}),
    )

    def clean_file(self) -> UploadedFile:
        """Of several the last one would be taken, and nobody told which."""
        file: UploadedFile = self.cleaned_data["file"]
        if len(self.files.getlist("file")) > 1:
            raise forms.ValidationError(_("Send one file at a time."))
        return file


class PeriodField(forms.CharField):
    """A period's code, or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=10,
            required=False,
            widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false", "autocomplete": "off"}),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            period = Period.parse(text)
        except ValueError as error:
            raise forms.ValidationError(
                _("“%(text)s” is not a period: write a quarter as 2023Q1, or a year by its last month as YE2023-03.")
                % {"text": text}
            ) from error
        if is_too_early(period):
            raise forms.ValidationError(_("The period must not begin before 1950."))
        return period.code


def _sources() -> list[tuple[str, str]]:
    return [("", _("Choose the source")), *((layout.source, str(layout.title)) for layout in layouts())]


class DeclareForm(forms.Form):
    source = forms.ChoiceField(
        choices=_sources,
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("What the rows of the file are."),
        error_messages={"required": gettext_lazy("Choose the source.")},
    )
    first_period = PeriodField(
        label=gettext_lazy("First period covered"),
        help_text=gettext_lazy(
            "A quarter, such as 2023Q1, or a year by its last month, such as YE2023-03. Leave both periods blank to cover what "
            "the file has."
        ),
    )
    last_period = PeriodField(label=gettext_lazy("Last period covered"))
    as_at = DateField(
        label=gettext_lazy("Data as at"),
        help_text=gettext_lazy("The day on which the data was drawn, or the last day of the edition's month."),
        error_messages={"required": gettext_lazy("Enter the date that the data is of.")},
    )

    def clean_as_at(self) -> date:
        as_at: date = self.cleaned_data["as_at"]
        if as_at > timezone.localdate():
            raise forms.ValidationError(_("The date that the data is of must not be in the future."))
        return as_at

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("first_period"), values.get("last_period")
        if (first == "" and last) or (last == "" and first):
            blank = "last_period" if first else "first_period"
            self.add_error(blank, _("Enter a period, such as 2023Q1 or YE2023-03."))
        if last and (as_at := values.get("as_at")) and is_to_come(Period.parse(last), as_at):
            self.add_error("last_period", _("The last period must have begun by the date that the data is of."))
        if first and last and Period.parse(first).start > Period.parse(last).end:
            self.add_error("last_period", _("The last period must not end before the first one begins."))
        return values


class AcceptForm(forms.Form):
    """A box for each warning that nobody has accepted yet; `box` finds that of a problem."""

    def __init__(self, warnings: Iterable[Problem], user: Any, data: Any = None) -> None:
        super().__init__(data)
        for warning in warnings:
            told = problems.message(warning)
            self.fields[warning.check_name] = forms.BooleanField(
                label=_("I, %(person)s, have looked at this and accept it: %(warning)s") % {"person": user, "warning": told},
                error_messages={
                    "required": _("Accept this warning, or upload a corrected file: %(warning)s") % {"warning": told}
                },
            )

    @property
    def accepted(self) -> set[str]:
        return {name for name, value in self.cleaned_data.items() if value}


class WhyForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Others read this in the audit trail."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why, so that others can understand it.")},
    )

    def __init__(self, data: Any = None, *, required: bool = True) -> None:
        super().__init__(data)
        self.fields["why"].required = required
