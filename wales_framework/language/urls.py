from django.urls import path
from django.utils.translation import gettext_lazy as _

from wales_framework.language import pages

app_name = "language"

urlpatterns = [
    path("", pages.drafts, name="drafts"),
    path(_("drafts.csv"), pages.drafts_file, name="drafts-csv"),
]
