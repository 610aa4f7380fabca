"""A few kills in every run of the tests; `make faults` makes hundreds, and kills database and broker too."""

import os
from pathlib import Path

import pytest
from django.conf import settings

from tests.conftest import make_people
from tests.faults.running import Installation
from tests.faults.trying import trial
from tests.faults.working import File
from wales_framework.access.models import User
from wales_framework.servers import database_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.worker]
EXAMPLES = Path(settings.BASE_DIR) / "indicators" / "extracts" / "examples"
RELEASED, BESIDE = ("terminations", "published"), ("referrals", "prosecutions")


def files(sources: tuple[str, ...]) -> list[File]:
    wanted = [path for path in sorted(EXAMPLES.glob("*.csv")) if path.name.startswith(sources) or "published" in sources]
    named = {path: path.stem.removesuffix("_invented") for path in wanted}
    known = {path: name if path.stem.endswith("_invented") else "published" for path, name in named.items()}
    return [File(source, path.name, path.read_bytes()) for path, source in known.items() if source in sources]


def test_nothing_is_lost_and_nothing_is_double(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people = {**make_people(), "second": User.objects.create_user("second", "second@example.org", "", roles=["analyst"])}
    for name, value in {"API_RATE": "100000/minute", "API_UPLOAD_RATE": "100000/hour", "LOG_LEVEL": "WARNING"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("QUEUE", f"{os.environ['QUEUE']}-faults")
    monkeypatch.setenv("DATABASE_URL", database_url())
    installation = Installation(tmp_path, own=False, broker_url=os.environ["CELERY_BROKER_URL"], database_url=database_url())
    installation.folder = Path(settings.DATA_DIR)
    try:
        installation.start()
        found = trial(installation, people, (files(RELEASED), files(BESIDE)), count=5, mean=1.5, seed=5, say=lambda text: None)
    finally:
        installation.close()
    assert found.faults == []
    assert sum(found.killed.values()) == 5
    assert found.notes.received and found.notes.published and found.notes.packs
