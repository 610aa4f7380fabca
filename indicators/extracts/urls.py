from django.urls import path
from django.utils.translation import gettext_lazy as _

from indicators.extracts.pages import changes, checks, history, problems, terms, uploading

app_name = "extracts"

urlpatterns = [
    path("", history.extracts, name="list"),
    path(_("upload/"), uploading.upload, name="upload"),
    path(_("checks/"), checks.checks, name="checks"),
    path(_("layouts/"), uploading.layouts_page, name="layouts"),
    path(_("layouts/<str:source>/"), uploading.layout_page, name="layout"),
    path(_("examples/<str:source>/<str:name>"), uploading.example, name="example"),
    path(_("examples/<str:source>/<str:name>/try/"), uploading.try_example, name="try"),
    path(_("terms/"), terms.terms, name="terms"),
    path(_("terms/<int:pk>/take-back/"), terms.take_back, name="take-back"),
    path(_("terms/<str:source>/<str:column>/"), terms.term, name="term"),
    path(_("terms/<str:source>/<str:column>/tell/"), terms.tell, name="tell"),
    path("<uuid:pk>/", history.extract, name="detail"),
    path(_("<uuid:pk>/terms/"), terms.unknown_terms, name="unknown-terms"),
    path(_("<uuid:pk>/confirm/"), uploading.confirm, name="confirm"),
    path(_("<uuid:pk>/problems.csv"), problems.problems_csv, name="problems-csv"),
    path(_("<uuid:pk>/problems/<str:check>/"), problems.rows, name="problem"),
    path(_("<uuid:pk>/accept/"), changes.accept, name="accept"),
    path(_("<uuid:pk>/again/"), changes.again, name="again"),
    path(_("<uuid:pk>/undo/"), changes.undo, name="undo"),
    path(_("<uuid:pk>/put-back/"), changes.put_back, name="put-back"),
    path(_("<uuid:pk>/discard/"), changes.discard, name="discard"),
]
