"""From a reader's subscription, through a publication, to one message with a link; and its end by one click."""

import re
from collections.abc import Callable
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from indicators.releases.models import Release
from reporting.packs import delivering, subscribing
from reporting.packs.choice import Choice
from reporting.packs.models import Delivery, Pack, Subscription
from tests import publishing
from tests.conftest import People
from tests.packs.test_packs import own_storage  # noqa: F401
from tests.working import run_jobs
from wales_framework.audit.models import Event
from wales_framework.jobs.models import Job

SignedIn = Callable[[str], Client]
pytestmark = pytest.mark.django_db
SUMMARY = Choice("summary")


def published_again(people: People) -> Release:
    """Another release, by the way that people take."""
    return publishing.publish(people["analyst"], people["approver"])


def states() -> list[tuple[str, str]]:
    return sorted(Delivery.objects.values_list("subscription__reader__username", "state"))


def test_a_reader_subscribes_is_told_of_the_next_release_and_ends_it_by_one_click(
    published: Release, people: People, signed_in: SignedIn
) -> None:
    board = signed_in("board")
    wanted = {"language": "cy", "kind": "summary", "groups": ["A"]}
    assert "You will get a message" in board.post(reverse("packs:subscribe"), wanted, follow=True).content.decode()
    page = board.post(reverse("packs:subscribe"), wanted, follow=True)
    assert "You have this subscription already." in page.content.decode()
    assert not mail.outbox and not Job.objects.of(delivering.KIND, published.pk).exists()

    release = published_again(people)
    run_jobs()
    (message,) = mail.outbox
    assert message.to == ["board@example.org"]
    assert f"R{release.pk}" in message.subject
    pack = Pack.objects.get(release=release)
    assert (pack.language, pack.choice) == ("cy", Choice("summary", ("A",)))
    links = re.findall(r"https?://[^/]+(/\S+)", str(message.body))
    assert links[0].startswith("/cy/") and str(pack.pk) in links[0]
    assert Client().get(links[0]).status_code == 302
    assert b"".join(board.get(links[0])).startswith(b"%PDF-")
    raw = message.message()
    assert raw["Content-Language"] == "cy" and raw["Message-ID"].startswith("<")
    assert raw["List-Unsubscribe"].strip("<>") == str(message.body).split()[-1]
    assert raw["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert raw.get_content_type() == "text/plain" and raw.get_content_charset() == "utf-8"

    somebody = Client(enforce_csrf_checks=True)
    assert "<form" in somebody.get(links[1]).content.decode()
    assert Subscription.objects.get().ended_at is None
    for _ in range(2):
        assert somebody.post(links[1], {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Subscription.objects.get().ended_at is not None
    published_again(people)
    run_jobs()
    assert len(mail.outbox) == 1
    actions = set(Event.objects.filter(action__regex="^(subscription|delivery)").values_list("action", flat=True))
    assert actions == {"subscription.begin", "subscription.end", "delivery.send", "delivery.arrive"}


def test_a_worker_that_dies_makes_no_message_come_twice(
    published: Release, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("analyst", "approver", "board"):
        subscribing.subscribe(people[name], "en", SUMMARY)
    release = published_again(people)
    told: list[str] = []
    send = mail.EmailMessage.send

    def dying(message: mail.EmailMessage, *args: Any, **kwargs: Any) -> int:
        told.append(message.to[0])
        if len(told) == 2:
            raise SystemExit
        return send(message, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMessage, "send", dying)
        with pytest.raises(SystemExit):
            run_jobs()
    assert states() == [("analyst", "sent"), ("approver", "sending"), ("board", "waiting")]
    run_jobs()
    assert states() == [("analyst", "sent"), ("approver", "unsure"), ("board", "sent")]
    assert sorted(message.to[0] for message in mail.outbox) == ["analyst@example.org", "board@example.org"]
    delivering.deliver(release.pk)
    assert len(mail.outbox) == 2


def test_what_failed_is_seen_by_an_administrator_who_has_it_sent_again(
    published: Release, people: People, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribing.subscribe(people["board"], "en", SUMMARY)
    published_again(people)

    def refused(*args: Any, **kwargs: Any) -> int:
        raise SMTPRecipientsRefused({"board@example.org": (550, b"no such mailbox")})

    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMessage, "send", refused)
        run_jobs()
    assert states() == [("board", "failed")]
    administrator = signed_in("administrator")
    page = administrator.get(reverse("packs:deliveries")).content.decode()
    assert "no such mailbox" in page
    address = reverse("packs:send-again", args=[Delivery.objects.get().pk])
    assert "will be sent again" in administrator.post(address, follow=True).content.decode()
    assert "not one that failed" in administrator.post(address, follow=True).content.decode()
    run_jobs()
    assert states() == [("board", "sent")] and len(mail.outbox) == 1


def test_only_who_may_have_packs_at_the_moment_of_sending_is_told(published: Release, people: People) -> None:
    for name in ("analyst", "approver", "board"):
        subscribing.subscribe(people[name], "en", SUMMARY)
    people["board"].roles = ["member"]
    people["board"].save()
    release = publishing.publish(people["analyst"], people["approver"])
    people["approver"].is_active = False
    people["approver"].save()
    run_jobs()
    assert states() == [("analyst", "sent"), ("approver", "skipped"), ("board", "skipped")]
    assert [message.to for message in mail.outbox] == [["analyst@example.org"]]
    assert Pack.objects.filter(release=release).count() == 1


def test_a_publication_that_does_not_happen_tells_nobody(published: Release, people: People) -> None:
    subscribing.subscribe(people["board"], "en", SUMMARY)
    assert not Job.objects.filter(kind=delivering.KIND).exists()


def test_nobody_ends_the_subscription_of_another(published: Release, people: People, signed_in: SignedIn) -> None:
    subscription, _is_new = subscribing.subscribe(people["board"], "en", SUMMARY)
    assert signed_in("analyst").post(reverse("packs:end", args=[subscription.pk])).status_code == 404
    forged = reverse("packs:unsubscribe", args=[f"{subscription.pk}~forged"])
    assert Client().get(forged).status_code == 404
    assert Client().post(forged).status_code == 404
    board = signed_in("board")
    assert "Summary of two pages" in board.get(reverse("packs:list")).content.decode()
    board.post(reverse("packs:end", args=[subscription.pk]))
    subscription.refresh_from_db()
    assert subscription.ended_at is not None
