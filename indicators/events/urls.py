from django.urls import path
from django.utils.translation import gettext_lazy as _

from indicators.events import pages, rebase_pages

app_name = "events"

urlpatterns = [
    path("", pages.events, name="list"),
    path(_("record/"), pages.record, name="record"),
    path("<int:pk>/", pages.event, name="detail"),
    path(_("<int:pk>/change/"), pages.change, name="change"),
    path(_("<int:pk>/take-back/"), pages.take_back, name="take-back"),
    path(_("<int:pk>/put-back/"), pages.put_back, name="put-back"),
    path(_("<int:pk>/rebase/"), rebase_pages.request_rebase, name="rebase"),
    path(_("rebases/<int:pk>/approve/"), rebase_pages.approve, name="approve-rebase"),
    path(_("rebases/<int:pk>/withdraw/"), rebase_pages.withdraw, name="withdraw-rebase"),
    path(_("rebases/<int:pk>/request-again/"), rebase_pages.request_again, name="request-rebase-again"),
]
