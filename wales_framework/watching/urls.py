from django.urls import path
from django.utils.translation import gettext_lazy as _

from wales_framework.watching import pages

app_name = "watching"

urlpatterns = [
    path("", pages.page, name="status"),
    path(_("jobs/<uuid:pk>/retry/"), pages.retry, name="retry"),
]
