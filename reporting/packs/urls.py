from django.urls import path
from django.utils.translation import gettext_lazy as _

from reporting.packs import pages

app_name = "packs"

urlpatterns = [
    path("", pages.packs, name="list"),
    path(_("make/"), pages.make, name="make"),
    path(_("<uuid:pk>/download/"), pages.download, name="download"),
]
