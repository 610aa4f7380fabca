from django.urls import path
from django.utils.translation import gettext_lazy as _

from wales_framework.access import invitation_pages, pages, session_pages

app_name = "access"

urlpatterns = [
    path(_("account/sessions/"), session_pages.sessions, name="sessions"),
    path(_("account/sessions/end/"), session_pages.end, name="end-session"),
    path(_("roles/"), pages.roles, name="roles"),
    path(_("people/"), pages.people, name="people"),
    path(_("people/invite/"), invitation_pages.invite, name="invite"),
    path(_("people/invitations/<int:pk>/approve/"), invitation_pages.approve, name="approve-invitation"),
    path(_("people/invitations/<int:pk>/send-again/"), invitation_pages.send_again, name="send-again"),
    path(_("people/invitations/<int:pk>/withdraw/"), invitation_pages.withdraw, name="withdraw-invitation"),
    path(_("people/<int:pk>/"), pages.change_person, name="change"),
    path(_("people/<int:pk>/roles/"), pages.change_roles, name="change-roles"),
    path(_("people/<int:pk>/end-sessions/"), pages.end_everything, name="end-everything"),
    path(_("people/<int:pk>/reset-second-factors/"), pages.reset_factors, name="reset-factors"),
    path(_("people/roles/<int:pk>/approve/"), pages.approve_roles, name="approve-roles"),
    path(_("people/roles/<int:pk>/refuse/"), pages.refuse_roles, name="refuse-roles"),
    path(_("people/accounts/<int:pk>/approve/"), pages.approve_account, name="approve-account"),
    path(_("people/accounts/<int:pk>/refuse/"), pages.refuse_account, name="refuse-account"),
    path(_("invitation/<str:secret>/"), invitation_pages.accept, name="accept"),
]
