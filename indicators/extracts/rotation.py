"""A new key for pseudonyms: every record is taken to it, in one transaction, without anybody's identifier."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from indicators.extracts import pseudonyms
from indicators.extracts.models import PseudonymKey
from indicators.extracts.pseudonyms import WrongKey
from indicators.extracts.recordtable.events import rehashed
from indicators.records import store
from wales_framework import audit
from wales_framework.jobs.progress import Progress, silent


def rotate(user: Any, progress: Progress = silent) -> dict[str, int]:
    """Take all records to the last key of PSEUDONYM_KEY; rows by source. Raises WrongKey where that is not the one to come.

    The keys before the last one stay in the environment: new files need the whole chain. A key that became known is worth
    nothing any more without the one that came after it.
    """
    keys = settings.PSEUDONYM_KEYS
    with transaction.atomic():
        known = PseudonymKey.objects.select_for_update().first()
        if known is None or known.fingerprint == pseudonyms.fingerprint(keys):
            raise WrongKey(
                gettext_noop("The records are made with these keys already. Add the new key at the end of PSEUDONYM_KEY first.")
            )
        if known.fingerprint != pseudonyms.fingerprint(keys[:-1]):
            raise WrongKey(
                gettext_noop(
                    "The keys before the last one in PSEUDONYM_KEY are not those that the records were made with. "
                    "Give them all, in their order, and the new one at the end."
                )
            )
        for source in sorted(store.RECORDS):
            store.lock(source)
        rows = {
            source: store.change_persons(source, lambda persons: pseudonyms.rehashed(persons, keys[-1]), progress)
            for source in store.RECORDS
        }
        for source in store.RECORDS:
            store.change_events(source, lambda events: rehashed(events, keys[-1]))
        fresh = PseudonymKey.objects.create(fingerprint=pseudonyms.fingerprint(keys))
        audit.record("pseudonyms.rotate", user, fresh, rows=sum(rows.values()))
    return rows
