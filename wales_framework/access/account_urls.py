"""The sign-in library's pages that this service offers, under addresses of its own in both languages.

Nobody signs up or changes their own e-mail address: administrators add people and keep their addresses.
"""

from allauth.account import views
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

_form = require_http_methods(["GET", "HEAD", "POST"])
_download_codes = require_safe(recovery_codes.download_recovery_codes)
_make_codes = transaction.atomic(recovery_codes.generate_recovery_codes)

urlpatterns = [
    path(_("sign-in/"), views.login, name="account_login"),
    path(_("sign-out/"), views.logout, name="account_logout"),
    path(_("inactive/"), views.account_inactive, name="account_inactive"),
    path(_("confirm-password/"), views.reauthenticate, name="account_reauthenticate"),
    path(_("password/change/"), transaction.atomic(views.password_change), name="account_change_password"),
    path(_("password/set/"), transaction.atomic(views.password_set), name="account_set_password"),
    path(_("password/reset/"), views.password_reset, name="account_reset_password"),
    path(_("password/reset/sent/"), views.password_reset_done, name="account_reset_password_done"),
    path(_("password/reset/done/"), views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        _(r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"),
        transaction.atomic(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(_("security/"), require_safe(factors.index), name="mfa_index"),
    path(_("security/second-factor/"), factors.authenticate, name="mfa_authenticate"),
    path(_("security/confirm-code/"), _form(factors.reauthenticate), name="mfa_reauthenticate"),
    path(_("security/app/set-up/"), _form(transaction.atomic(totp.activate_totp)), name="mfa_activate_totp"),
    path(_("security/app/remove/"), _form(transaction.atomic(totp.deactivate_totp)), name="mfa_deactivate_totp"),
    path(_("security/recovery-codes/"), require_safe(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(_("security/recovery-codes/make/"), _form(_make_codes), name="mfa_generate_recovery_codes"),
    path(
        _("security/recovery-codes/download/"),
        require_safe(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path(_("security/keys/"), require_safe(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path(_("security/keys/add/"), _form(transaction.atomic(webauthn.add_webauthn)), name="mfa_add_webauthn"),
    path(_("security/keys/confirm/"), _form(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path(_("security/keys/<int:pk>/rename/"), _form(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path(_("security/keys/<int:pk>/remove/"), _form(transaction.atomic(webauthn.remove_webauthn)), name="mfa_remove_webauthn"),
    path(_("sign-in/passkey/"), login_not_required(webauthn.login_webauthn), name="mfa_login_webauthn"),
]
