from django.urls import path

from indicators.extracts import api

app_name = "api-extracts"

urlpatterns = [
    path("extracts", api.Extracts.as_view(), name="all"),
    path("extracts/<uuid:pk>", api.OneExtract.as_view(), name="one"),
]
