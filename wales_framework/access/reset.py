"""Asking for a new password."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm
from django.http import HttpRequest


class ResetForm(ResetPasswordForm):
    """Somebody without an account is told so by e-mail alone, and as slowly: the page says the same to all."""

    def save(self, request: HttpRequest, **more: Any) -> str:
        if self.users:
            return str(super().save(request, **more))
        email = str(self.cleaned_data["email"])
        get_adapter().send_mail("account/email/unknown_account", email, {"request": request})
        return email
