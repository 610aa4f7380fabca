"""`manage.py recalculate`, in one process and in several."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from indicators.releases.models import Release
from tests.releases.records import A_FEW, load_everything
from tests.working import database_url


def recalculate(*arguments: str) -> dict[str, object]:
    out = StringIO()
    call_command("recalculate", "--json", *arguments, stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.django_db(transaction=True)
def test_several_processes_make_the_same_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url())
    load_everything(people=100, rows=400, sources=A_FEW)
    alone = recalculate()
    shared = recalculate("--workers", "2")
    assert shared["content_hash"] == alone["content_hash"]
    assert (alone["records"], alone["parts"]) == (800, 4)
    assert set(alone["seconds"]) == {"counting", "adding", "storing", "all"}
    assert Release.objects.open().get().pk == shared["release"]


@pytest.mark.django_db
def test_what_cannot_be_is_said() -> None:
    with pytest.raises(CommandError, match="at least 1"):
        recalculate("--workers", "0")
    with pytest.raises(CommandError, match="nothing to release"):
        recalculate()
