from django.urls import path
from django.utils.translation import gettext_lazy as _

from wales_framework.access import pages, session_pages

app_name = "access"

urlpatterns = [
    path(_("account/sessions/"), session_pages.sessions, name="sessions"),
    path(_("account/sessions/end/"), session_pages.end, name="end-session"),
    path(_("roles/"), pages.roles, name="roles"),
    path(_("people/"), pages.people, name="people"),
    path(_("people/add/"), pages.add_person, name="add"),
    path(_("people/<int:pk>/"), pages.change_person, name="change"),
]
