from django.urls import path
from django.utils.translation import gettext_lazy as _

from wales_framework.tokens import pages

app_name = "tokens"

urlpatterns = [
    path("", pages.tokens, name="list"),
    path(_("<int:pk>/revoke/"), pages.revoke, name="revoke"),
]
