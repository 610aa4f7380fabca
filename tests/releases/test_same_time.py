"""Two people draft at the same moment: one draft stays, nothing errs."""

import threading

import pytest
from django.db import connection

from indicators.releases import service
from indicators.releases.models import Release
from tests.conftest import make_people
from tests.publishing import load_examples


@pytest.mark.django_db(transaction=True)
def test_two_drafts_at_the_same_moment_leave_one() -> None:
    analyst = make_people()["analyst"]
    load_examples(analyst)
    start = threading.Barrier(2)
    faults: list[Exception] = []

    def draft() -> None:
        try:
            start.wait(10)
            service.draft(analyst)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=draft) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    assert sorted(Release.objects.values_list("state", flat=True)) == ["discarded", "draft"]
