from typing import Any

from django import forms
from django.contrib.auth.forms import BaseUserCreationForm
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from wales_framework.access import names, regions
from wales_framework.access.models import User
from wales_framework.access.table import ROLE_NAMES
from wales_framework.forms import ParagraphsField


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


class RegionsField(forms.MultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=regions.choices,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            label=_("Regions"),
            help_text=_(
                "Tick none for all of Wales. Somebody with regions keeps their plans and responds to their signals, and nothing "
                "that concerns all of Wales; published figures they read of every region."
            ),
            **kwargs,
        )


class NewNameForm(forms.ModelForm):
    """What every account is made by: its user name is nobody's yet, in whatever capitals."""

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"])
        if names.is_taken(username):
            raise self.instance.unique_error_message(User, ("username",))
        return username


class AddPersonForm(NewNameForm, BaseUserCreationForm):
    """For the command line: the first administrator has nobody who could invite them."""

    roles = RolesField()

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "roles"]

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        if message := names.address_taken(email):
            raise forms.ValidationError(gettext(message))
        return email


class ChangePersonForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["first_name", "last_name", "email", "is_active"]
        labels = {"is_active": _("May sign in")}
        help_texts = {
            "email": _(
                "The former address gets a message about a change. For somebody who has more than a member has, another "
                "administrator approves it first."
            ),
            "is_active": _("Take this away instead of removing somebody: what they did stays traceable."),
        }


LANGUAGE_NAMES = [("en", _("English")), ("cy", _("Welsh"))]  # in the reader's language


class RolesForm(forms.Form):
    """What a person is to have."""

    roles = RolesField()
    regions = RegionsField()
    why = ParagraphsField(rows=2, max_length=500, required=False, label=_("Why"))


class InviteForm(RolesForm):
    email = forms.EmailField(label=_("E-mail address"))
    language = forms.ChoiceField(choices=LANGUAGE_NAMES, widget=forms.RadioSelect, label=_("Language of the message"))

    field_order = ["email", "language", "roles", "regions", "why"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"language": get_language(), "roles": ["member"]})
        super().__init__(*args, **kwargs)


NAMES = ["username", "first_name", "last_name"]


class AcceptForm(NewNameForm, BaseUserCreationForm):
    """An account with a password."""

    class Meta:
        model = User
        fields = NAMES


class AcceptWithPasskeyForm(NewNameForm):
    """An account that a passkey is to open."""

    class Meta:
        model = User
        fields = NAMES

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)
