from django.urls import path
from django.utils.translation import gettext_lazy as _

from indicators.signals import pages

app_name = "signals"

urlpatterns = [
    path("", pages.signals, name="list"),
    path("<str:indicator>/<str:cohort>/<str:area>/<str:part>/", pages.series, name="series"),
    path(_("<str:indicator>/<str:cohort>/<str:area>/<str:part>/take-back/"), pages.take_back, name="take-back"),
    path(_("responses/<int:pk>/restore/"), pages.restore, name="restore"),
]
