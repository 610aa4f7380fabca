from django.urls import path
from django.utils.translation import gettext_lazy as _

from indicators.releases import pages, preview_pages

app_name = "releases"

urlpatterns = [
    path("", pages.releases, name="list"),
    path(_("draft/"), pages.draft, name="draft"),
    path(_("previews/<uuid:pk>/"), preview_pages.preview, name="preview"),
    path(_("previews/<uuid:pk>/make/"), preview_pages.make, name="preview-make"),
    path("<int:pk>/", pages.release, name="detail"),
    path(_("<int:pk>/changes.csv"), pages.changes_csv, name="changes"),
    path(_("<int:pk>/submit/"), pages.submit, name="submit"),
    path(_("<int:pk>/return/"), pages.send_back, name="return"),
    path(_("<int:pk>/approve/"), pages.approve, name="approve"),
    path(_("<int:pk>/publish/"), pages.publish, name="publish"),
    path(_("<int:pk>/discard/"), pages.discard, name="discard"),
]
