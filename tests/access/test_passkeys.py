"""Passkeys and security keys in a real browser, whose authenticator is Chromium's virtual one."""

from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from tests.browsing import Watch
from tests.conftest import PASSWORD, People
from tests.serving import Site
from wales_framework.audit.models import Event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Shown = Callable[[bool], None]


@pytest.fixture
def key(browser: BrowserContext) -> Iterator[tuple[Page, Shown]]:
    """A page whose browser has an authenticator; the function says whether its person confirms."""
    page = browser.new_page()
    tools = browser.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    made = tools.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "isUserVerified": True}})

    def confirms(yes: bool) -> None:
        number = made["authenticatorId"]
        tools.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": yes})

    yield page, confirms
    tools.detach()


def enter(page: Page, site: str, name: str) -> None:
    page.goto(site + reverse("account_login"))
    page.get_by_label("User name or e-mail address").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()


def add_key(page: Page, site: str, *, alone: bool) -> None:
    page.goto(site + reverse("mfa_add_webauthn"))
    page.get_by_label("Sign in with it alone").set_checked(alone)
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("heading", name="Recovery codes", level=1).wait_for()


def sign_out(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in", level=1).wait_for()


def test_a_passkey_opens_by_itself_and_only_when_its_person_confirms(site: Site, people: People, key: tuple[Page, Shown]) -> None:
    page, confirms = key
    here = site.url.replace("127.0.0.1", "localhost")  # browsers give keys to names, not to numbers
    watch = Watch(page, here)
    enter(page, here, "member")
    add_key(page, here, alone=True)
    sign_out(page)
    failed = page.get_by_text("It did not work")
    assert not failed.is_visible()
    page.route("**/passkey/", lambda route: route.abort())
    page.get_by_role("button", name="Sign in with a passkey").click()
    failed.wait_for()
    watch.faults.clear()  # the request that was made to fail
    page.unroute("**/passkey/")
    confirms(False)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_timeout(1000)
    assert page.url == here + reverse("account_login")
    confirms(True)
    page.reload()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("button", name="Sign out").wait_for()
    assert Event.objects.filter(action="session.begin").latest("pk").detail["ways"] == ["webauthn"]
    assert watch.faults == []


def test_a_security_key_is_asked_for_after_the_password(site: Site, people: People, key: tuple[Page, Shown]) -> None:
    page, _confirms = key
    here = site.url.replace("127.0.0.1", "localhost")
    watch = Watch(page, here)
    enter(page, here, "member")
    add_key(page, here, alone=False)
    sign_out(page)
    enter(page, here, "member")
    page.get_by_role("heading", name="One more step").wait_for()
    page.goto(here + reverse("dashboards:home"))
    page.get_by_role("heading", name="One more step").wait_for()  # nothing else opens meanwhile
    page.get_by_role("button", name="Use your passkey or security key").click()
    page.get_by_role("button", name="Sign out").wait_for()
    page.goto(here + reverse("mfa_list_webauthn"))
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove it").click()
    page.get_by_text("The key is removed.").wait_for()
    assert not Authenticator.objects.exists()
    assert watch.faults == []
