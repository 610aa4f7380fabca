from django.urls import path
from django.utils.translation import gettext_lazy as _

from indicators.releases import access_pages, hidden_pages, pages, preview_pages, reader_pages, step_pages

app_name = "releases"

urlpatterns = [
    path("", pages.releases, name="list"),
    path(_("calendar/"), reader_pages.calendar, name="calendar"),
    path(_("calendar/announce/"), reader_pages.announce, name="announce"),
    path(_("calendar/<int:pk>/drop/"), reader_pages.drop, name="drop-plan"),
    path(_("corrections/"), reader_pages.corrections, name="corrections"),
    path(_("compare/"), reader_pages.compare, name="compare"),
    path(_("compare/changes.csv"), reader_pages.compare_csv, name="compare-csv"),
    path(_("checks/"), reader_pages.checks, name="checks"),
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
    path(_("<int:pk>/hidden/"), hidden_pages.hidden, name="hidden"),
    path(_("<int:pk>/hidden/audit/"), hidden_pages.attack, name="attack"),
    path(_("<int:pk>/schedule/"), step_pages.schedule, name="schedule"),
    path(_("<int:pk>/unschedule/"), step_pages.unschedule, name="unschedule"),
    path(_("<int:pk>/correction/"), step_pages.correction, name="correction"),
    path(_("<int:pk>/correction/<int:corrected>/take-back/"), step_pages.take_correction_back, name="take-correction-back"),
    path(_("<int:pk>/withdraw/"), step_pages.withdraw, name="withdraw"),
    path(_("<int:pk>/withdraw/confirm/"), step_pages.confirm_withdrawal, name="confirm-withdrawal"),
    path(_("<int:pk>/withdraw/drop/"), step_pages.drop_withdrawal, name="drop-withdrawal"),
    path(_("<int:pk>/readers/"), access_pages.readers, name="readers"),
    path(_("<int:pk>/readers/give/"), access_pages.give, name="give-access"),
    path(_("<int:pk>/readers/<int:access>/revoke/"), access_pages.revoke, name="revoke-access"),
    path(_("<int:pk>/readers/register.csv"), access_pages.register, name="register"),
]
