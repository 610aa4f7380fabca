from django.urls import path
from django.utils.translation import gettext_lazy as _

from priority_groups.plans import pages

app_name = "plans"

urlpatterns = [
    path("", pages.plans, name="list"),
    path("<slug:plan>/", pages.plan, name="plan"),
    path(_("<slug:plan>/plan.csv"), pages.csv, name="csv"),
    path(_("<slug:plan>/add/"), pages.add, name="add"),
    path("<slug:plan>/<slug:action>/", pages.action, name="action"),
    path(_("<slug:plan>/<slug:action>/update/"), pages.update, name="update"),
    path(_("<slug:plan>/<slug:action>/put-back/<int:to>/"), pages.put_back, name="put-back"),
]
