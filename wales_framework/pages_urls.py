from django.urls import path
from django.utils.translation import gettext_lazy as _

from wales_framework import pages

urlpatterns = [
    path(_("accessibility/"), pages.accessibility, name="accessibility"),
    path(_("about-the-figures/"), pages.about_figures, name="about-figures"),
    path(_("cookies/"), pages.cookies, name="cookies"),
]
