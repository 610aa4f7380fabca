from django.urls import path
from django.utils.translation import gettext_lazy as _

from reporting.packs import pages, subscription_pages

app_name = "packs"

urlpatterns = [
    path("", pages.packs, name="list"),
    path(_("make/"), pages.make, name="make"),
    path(_("subscribe/"), subscription_pages.subscribe, name="subscribe"),
    path(_("subscriptions/<uuid:pk>/end/"), subscription_pages.end, name="end"),
    path(_("unsubscribe/<str:token>/"), subscription_pages.unsubscribe, name="unsubscribe"),
    path(_("messages/"), subscription_pages.deliveries, name="deliveries"),
    path(_("messages/<uuid:pk>/send-again/"), subscription_pages.send_again, name="send-again"),
    path(_("<uuid:pk>/download/"), pages.download, name="download"),
]
