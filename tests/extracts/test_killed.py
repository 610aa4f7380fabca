"""The worker is killed in the middle of a load: the figures stay as they were, and a worker that comes back finishes it."""

import io
import itertools

import pytest

from indicators.catalogue import areas, measures
from indicators.extracts import service
from indicators.extracts.models import Extract
from indicators.records.models import PublishedFigure
from indicators.records.store import current_published
from priority_groups.content import cohorts
from tests.conftest import make_people
from tests.extracts.files import figure
from tests.extracts.ways import AS_AT, load
from tests.working import Worker, WorkerPool, wait_until
from wales_framework.jobs.models import Job
from wales_framework.jobs.progress import silent


def many_rows() -> bytes:
    """A quarter of a million figures that no check has anything to say about: long enough to be caught in the middle."""
    lines = ["cohort,measure,period,area_code,breakdown,category,numerator,denominator,vintage,source"]
    counted = [measure.code for measure in measures() if measure.denominator is None and measure.common_breakdowns]
    places = [area.code for area in areas() if area.kind in ("region", "local_authority")]
    quarters = [f"{year}Q{quarter}" for year in range(1970, 2025) for quarter in (1, 2, 3, 4)]
    keys = itertools.product([cohort.code for cohort in cohorts()], counted, ("F", "M"), places, quarters)
    lines += [
        f"{cohort},{measure},{quarter},{area},sex,{sex},1000,,2025-12,Generated" for cohort, measure, sex, area, quarter in keys
    ]
    return "\n".join(lines).encode()


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_changes_nothing_and_the_next_one_finishes(worker: Worker, worker_pool: WorkerPool) -> None:
    analyst = make_people()["analyst"]
    load([figure(numerator="100"), figure(period="YE2019-12", numerator="101")], analyst)
    before = current_published()
    content = many_rows()
    rows = content.count(b"\n")
    assert rows > 200_000
    extract = service.receive(io.BytesIO(content), "many.csv", analyst)
    service.declare(
        extract, analyst, source="published", first_period="1970Q1", last_period="2024Q4", as_at=AS_AT, in_background=False
    )
    service.check(extract.pk, silent)
    extract.refresh_from_db()
    assert extract.state == Extract.State.READY, list(extract.problems.values_list("check_name", "count"))

    service.accept(extract, analyst, [])
    job = Job.objects.get(kind="extracts.load")

    def is_in_the_middle() -> bool:
        job.refresh_from_db()
        assert not job.is_finished, "the load was over before it could be cut short"
        return job.step == "loading" and 0 < job.done < rows

    wait_until(is_in_the_middle)
    worker.kill()

    extract.refresh_from_db()
    assert extract.state == Extract.State.LOADING
    assert job.total == rows
    assert current_published().equals(before)
    assert PublishedFigure.objects.count() == 2

    worker_pool.running()
    wait_until(lambda: Extract.objects.get(pk=extract.pk).state == Extract.State.LOADED, seconds=180)
    job.refresh_from_db()
    assert job.attempts == 2
    assert len(current_published()) == rows + 2
    assert PublishedFigure.objects.count() == rows + 2
