from django.urls import path
from django.utils.translation import gettext_lazy as _

from indicators.commentary import pages

app_name = "commentary"

urlpatterns = [
    path("", pages.latest, name="list"),
    path("<int:release>/", pages.release, name="release"),
    path("<int:release>/<str:group>/", pages.write, name="group"),
    path("<int:release>/<str:group>/<str:indicator>/", pages.write, name="indicator"),
    path(_("keep/<int:pk>/"), pages.keep, name="keep"),
]
