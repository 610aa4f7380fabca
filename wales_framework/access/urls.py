from django.urls import path
from django.utils.translation import gettext_lazy as _

from wales_framework.access import pages

app_name = "access"

urlpatterns = [
    path(_("roles/"), pages.roles, name="roles"),
    path(_("people/"), pages.people, name="people"),
    path(_("people/add/"), pages.add_person, name="add"),
    path(_("people/<int:pk>/"), pages.change_person, name="change"),
]
