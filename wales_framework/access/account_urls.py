"""The sign-in library's pages that this service offers, under addresses of its own in both languages.

Nobody signs up or changes their own e-mail address: administrators add people and keep their addresses.
"""

from allauth.account import views
from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

urlpatterns = [
    path(_("sign-in/"), views.login, name="account_login"),
    path(_("sign-out/"), views.logout, name="account_logout"),
    path(_("inactive/"), views.account_inactive, name="account_inactive"),
    path(_("confirm-password/"), views.reauthenticate, name="account_reauthenticate"),
    path(_("password/change/"), views.password_change, name="account_change_password"),
    path(_("password/set/"), views.password_set, name="account_set_password"),
    path(_("password/reset/"), views.password_reset, name="account_reset_password"),
    path(_("password/reset/sent/"), views.password_reset_done, name="account_reset_password_done"),
    path(_("password/reset/done/"), views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        _(r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"),
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
