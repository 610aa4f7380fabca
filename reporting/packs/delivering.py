"""When a release is published: its packs are made and every subscriber is told, once, where theirs is."""

import logging
from smtplib import SMTPException
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from reporting import published
from reporting.packs import service
from reporting.packs.collecting import chosen_words
from reporting.packs.models import Delivery, Pack, Subscription
from reporting.packs.subscribing import token_of
from reporting.packs.workflow import DELIVERY, SENDING, WAITING
from reporting.published import Edition, EditionNotFound
from wales_framework.access.predicates import may_make_packs
from wales_framework.audit import chain
from wales_framework.jobs.progress import Progress, silent
from wales_framework.jobs.queue import start
from wales_framework.workflow import MoveRefused

KIND = "packs.deliver"
log = logging.getLogger(__name__)


def request(release: int, user: Any = None) -> None:
    """Have a worker tell the subscribers of a release, once the surrounding transaction has committed; where there are any."""
    if Subscription.objects.filter(ended_at=None).exists():
        start(KIND, release, user)


def deliver(release: int, progress: Progress = silent) -> None:
    """Tell each subscriber of a release that was not told.

    Called again after a worker died it goes on where that one stopped; what was just being sent then is marked as unsure.
    """
    try:
        edition = published.get(release)
    except EditionNotFound:  # withdrawn meanwhile: nobody is sent to figures that are no more
        return
    _plan(edition)
    for lost in Delivery.objects.filter(release=release, state=SENDING):
        DELIVERY.move(lost, "lose", None)
    while waiting := list(_waiting(release)):  # some may be put back meanwhile
        for done, delivery in enumerate(waiting):
            progress("sending", done, len(waiting), "messages")
            _deliver(delivery, edition)


def send_again(delivery: Delivery, user: Any) -> None:
    """Put a message that failed, or perhaps was not sent, back to those that wait. Raises MoveRefused."""
    with transaction.atomic():
        DELIVERY.move(delivery, "send_again", user, changes={"reason": ""})
        start(KIND, delivery.release_id, user)


def _plan(edition: Edition) -> None:
    """A row for each subscriber; those that there are already stay."""
    for subscription in Subscription.objects.filter(ended_at=None):
        Delivery.objects.get_or_create(subscription=subscription, release_id=edition.id)


def _waiting(release: int) -> QuerySet[Delivery]:
    found = Delivery.objects.filter(release=release, state=WAITING).select_related("subscription__reader")
    return found.order_by("planned_at", "pk")


def _deliver(delivery: Delivery, edition: Edition) -> None:
    """Everything is asked anew at the moment of sending: whether the reader still wants it, and still may have it."""
    subscription = delivery.subscription
    reader = subscription.reader
    if subscription.ended_at is not None or not may_make_packs(reader) or not reader.email:
        DELIVERY.move(delivery, "skip", None)
        return
    try:
        pack = service.ready(edition, subscription.language, subscription.choice)
    except Exception as wrong:
        log.exception("the pack of %s could not be made", delivery)
        DELIVERY.move(delivery, "fail", None, changes={"reason": type(wrong).__name__})
        return
    try:
        DELIVERY.move(delivery, "send", None, changes={"pack": pack})
    except MoveRefused:  # another worker was quicker
        return
    try:
        message(delivery, pack).send()
    except (SMTPException, OSError) as wrong:
        DELIVERY.move(delivery, "fail", None, changes={"reason": f"{type(wrong).__name__}: {wrong}"[:500]})
        return
    DELIVERY.move(delivery, "arrive", None)


def message(delivery: Delivery, pack: Pack) -> EmailMessage:
    """The e-mail in the subscriber's language: plain text with a link to the file, which needs signing in, and one to end it."""
    subscription = delivery.subscription
    with translation.override(subscription.language):
        unsubscribe = _absolute("packs:unsubscribe", token_of(subscription))
        words = {
            "name": str(subscription.reader),
            "release": f"R{delivery.release_id}",
            "kind": subscription.get_kind_display(),
            "chosen": chosen_words(subscription.choice),
            "pages": pack.pages,
            "size": pack.size,
            "link": _absolute("packs:download", pack.pk),
            "unsubscribe": unsubscribe,
            "seal": chain.seal_of("release.publish", "releases.release", delivery.release_id) or "",
        }
        subject = _("The Board's pack of release %(release)s is ready") % words
        body = render_to_string("packs/message.txt", words)
    return EmailMessage(
        subject,
        body,
        to=[subscription.reader.email],
        headers={
            # The same each time: should a message ever come twice, a mailbox can tell that it is one.
            "Message-ID": f"<{delivery.pk}@{urlsplit(settings.SERVICE_URL).hostname}>",
            "Content-Language": subscription.language,
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _absolute(name: str, argument: object) -> str:
    return urljoin(settings.SERVICE_URL, reverse(name, args=[argument]))
