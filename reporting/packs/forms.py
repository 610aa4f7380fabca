from django import forms
from django.utils.translation import gettext_lazy as _

from indicators import catalogue
from reporting.packs.choice import FULL, Choice, all_regions, framework_of_packs
from reporting.packs.models import KIND_NAMES, LANGUAGE_NAMES


def _groups() -> list[tuple[str, str]]:
    return [(group.code, f"{group.code}. {group.short_title}") for group in framework_of_packs().groups]


def _regions() -> list[tuple[str, str]]:
    return [(code, str(catalogue.area(code).name)) for code in all_regions()]


class PackForm(forms.Form):
    """Which pack is wanted. What is left empty is the whole: every group, every region."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KIND_NAMES, widget=forms.RadioSelect, initial=FULL, required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=list(LANGUAGE_NAMES.items()), widget=forms.RadioSelect, initial="en"
    )
    groups = forms.MultipleChoiceField(
        label=_("Priority groups"),
        choices=_groups,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Tick none for all of them."),
    )
    regions = forms.MultipleChoiceField(
        label=_("Regions"),
        choices=_regions,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Tick none for all of them."),
    )

    @property
    def choice(self) -> Choice:
        """What was chosen; only once the form is valid."""
        told = self.cleaned_data
        return Choice.of(told["kind"] or FULL, told["groups"], told["regions"])
