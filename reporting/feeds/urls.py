from django.urls import path
from django.utils.translation import gettext_lazy as _

from reporting.feeds import views

app_name = "feeds"

urlpatterns = [
    path(_("<str:secret>/releases.atom"), views.releases, name="releases"),
    path(_("<str:secret>/groups/<str:code>.atom"), views.group, name="group"),
]
