from django.urls import path

from reporting.api import findings, views

app_name = "api"

urlpatterns = [
    path("observations", views.Observations.as_view(), name="observations"),
    path("findings", findings.Findings.as_view(), name="findings"),
    path("indicators", views.Indicators.as_view(), name="indicators"),
    path("groups", views.Groups.as_view(), name="groups"),
    path("areas", views.Areas.as_view(), name="areas"),
    path("releases", views.Releases.as_view(), name="releases"),
]
