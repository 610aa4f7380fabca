from typing import Any

from django import forms
from django.contrib.auth.forms import BaseUserCreationForm
from django.utils.translation import gettext_lazy as _

from wales_framework.access.models import User
from wales_framework.access.table import ROLE_NAMES


class RolesField(forms.MultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[(role.value, name) for role, name in ROLE_NAMES.items()],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            label=_("Roles"),
            help_text=_("Somebody without a role can sign in but sees no figures."),
            **kwargs,
        )


class AddPersonForm(BaseUserCreationForm):
    roles = RolesField()

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "roles"]


class ChangePersonForm(forms.ModelForm):
    roles = RolesField()

    class Meta:
        model = User
        fields = ["first_name", "last_name", "email", "roles", "is_active"]
        labels = {"is_active": _("May sign in")}
        help_texts = {"is_active": _("Take this away instead of removing somebody: what they did stays traceable.")}
