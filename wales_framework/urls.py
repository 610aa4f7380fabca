"""All addresses. The apps are named as strings, so that the project imports nothing of them."""

from allauth.socialaccount.providers.openid_connect import views as organisation
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.views import SpectacularAPIView

from wales_framework import health, pages
from wales_framework.watching.metrics import metrics

handler429 = "wales_framework.access.views.too_many"

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("metrics", metrics, name="metrics"),
    path("api/v1/", include("reporting.api.urls")),
    path("api/v1/", include("indicators.extracts.api_urls")),
    path("api/schema", SpectacularAPIView.as_view(), name="api-schema"),
    # Without a language: organisations have these addresses on their lists.
    path("organisation/sign-in", organisation.login, {"provider_id": "organisation"}, name="openid_connect_login"),
    path("organisation/callback", organisation.callback, {"provider_id": "organisation"}, name="openid_connect_callback"),
    path("", pages.choose_language, name="choose-language"),
]
urlpatterns += i18n_patterns(
    path(_("account/"), include("wales_framework.access.account_urls")),
    path("", include("wales_framework.access.urls")),
    path(_("tokens/"), include("wales_framework.tokens.urls")),
    path(_("feeds/"), include("reporting.feeds.urls")),
    path("", include("wales_framework.pages_urls")),
    path(_("audit/"), include("wales_framework.audit.urls")),
    path(_("status/"), include("wales_framework.watching.urls")),
    path(_("translations/"), include("wales_framework.language.urls")),
    path(_("jobs/"), include("wales_framework.jobs.urls")),
    path(_("extracts/"), include("indicators.extracts.urls")),
    path(_("events/"), include("indicators.events.urls")),
    path(_("commentary/"), include("indicators.commentary.urls")),
    path(_("releases/"), include("indicators.releases.urls")),
    path(_("signals/"), include("indicators.signals.urls")),
    path(_("plans/"), include("priority_groups.plans.urls")),
    path(_("packs/"), include("reporting.packs.urls")),
    path("", include("priority_groups.urls")),
    path("", include("reporting.dashboards.urls")),
    prefix_default_language=True,
)

handler500 = "wales_framework.pages.fault"
handler404 = "wales_framework.pages.missing"
