from django.urls import path
from django.utils.translation import gettext_lazy as _

from priority_groups import pages

app_name = "priority_groups"

urlpatterns = [
    path(_("frameworks/"), pages.frameworks, name="frameworks"),
    path(_("frameworks/<slug:slug>/"), pages.framework, name="framework"),
    path(_("glossary/"), pages.glossary, name="glossary"),
]
