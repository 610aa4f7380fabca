"""`manage.py load_extract`: the page's way, for scripts."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from indicators.extracts import service
from indicators.extracts.models import Extract
from indicators.extracts.pages.uploading import EXAMPLES
from tests.conftest import People
from tests.extracts.files import PICTURE, csv_of, figure
from tests.extracts.ways import load, numerators

WOMEN = EXAMPLES / "women_immediate_custody_wales_2014_2024.csv"


@pytest.fixture(autouse=True)
def files(own_files: Path, db: None) -> Path:
    return own_files


def run(*arguments: str) -> tuple[int, str]:
    """Exit code and what was written."""
    out = io.StringIO()
    try:
        call_command("load_extract", *arguments, stdout=out)
    except SystemExit as left:
        return int(left.code or 0), out.getvalue()
    return 0, out.getvalue()


def written(tmp_path: Path, content: bytes) -> str:
    file = tmp_path / "figures.csv"
    file.write_bytes(content)
    return str(file)


def test_without_accepting_the_warnings_nothing_is_loaded() -> None:
    code, said = run("published", str(WOMEN))
    assert code == 1
    assert "row 38: numerator 245" in said
    assert "--accept-warnings" in said
    assert numerators() == {}


def test_the_same_command_with_accepting_goes_on(people: People) -> None:
    run("published", str(WOMEN))
    assert run("published", str(WOMEN), "--accept-warnings", "--user", "analyst")[0] == 0
    extract = Extract.objects.get()
    assert (extract.state, extract.accepted_by) == (Extract.State.LOADED, people["analyst"])
    assert numerators()["W15000001", "YE2018-12"] == 95
    code, said = run("published", str(WOMEN))
    assert (code, "already here" in said) == (0, True)


def test_the_result_as_json() -> None:
    code, said = run("published", str(WOMEN), "--accept-warnings", "--json")
    result = json.loads(said)
    assert (code, result["state"], result["rows"]) == (0, "loaded", 44)
    assert result["problems"] == [
        {
            "check": "sudden_change",
            "level": "warn",
            "message": "A figure differs by more than 30% from the periods before and after it.",
            "rows": [38],
            "count": 1,
        }
    ]
    assert {"read", "check", "load"} <= set(result["seconds"])


def test_a_wrong_file_ends_with_its_problems(tmp_path: Path) -> None:
    code, said = run("published", written(tmp_path, csv_of([figure(numerator="text")])), "--accept-warnings", "--json")
    result = json.loads(said)
    assert (code, result["state"]) == (1, "failed")
    assert [(problem["check"], problem["rows"]) for problem in result["problems"]] == [("not_a_number", [2])]
    assert numerators() == {}


@pytest.mark.parametrize(("content", "check"), [(b"", "file_empty"), (PICTURE, "file_is_picture"), (b"a,b\n1\n", "rows_ragged")])
def test_what_is_no_table_ends_with_its_reason(tmp_path: Path, content: bytes, check: str) -> None:
    code, said = run("published", written(tmp_path, content), "--json")
    result = json.loads(said)
    assert (code, result["state"], result["problems"][0]["check"]) == (1, "failed", check)
    assert not Extract.objects.exists()


def test_the_date_that_is_given_counts(tmp_path: Path) -> None:
    file = written(tmp_path, csv_of([figure(vintage="2020-05")]))
    code, said = run("published", file, "--as-at", "2020-06-30", "--json")
    assert (code, [problem["check"] for problem in json.loads(said)["problems"]]) == (1, ["period_in_future"])
    assert run("published", file, "--as-at", "2021-01-01")[0] == 0


def test_a_superseded_file_is_not_loaded_again_in_silence(tmp_path: Path) -> None:
    load([figure(numerator="100")])
    load([figure(numerator="101")])
    code, said = run("published", written(tmp_path, csv_of([figure(numerator="100")])))
    assert (code, "Put it back" in said) == (1, True)


def test_what_a_killed_command_left_is_taken_up_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path, csv_of([figure()]))

    def killed(*args: object) -> None:
        raise KeyboardInterrupt

    for step in ("check", "load"):
        with monkeypatch.context() as broken:
            broken.setattr(service, step, killed)
            with pytest.raises(KeyboardInterrupt):
                run("published", file)
    assert Extract.objects.get().state == Extract.State.LOADING
    assert run("published", file)[0] == 0
    assert numerators() == {("W15000002", "YE2020-12"): 50}


def test_only_those_may_who_may_on_the_page(people: People, tmp_path: Path) -> None:
    for name in ("member", "approver", "somebody"):
        with pytest.raises(CommandError):
            run("published", written(tmp_path, csv_of([figure()])), "--user", name)
    with pytest.raises(CommandError):
        run("something", written(tmp_path, csv_of([figure()])))
    with pytest.raises(CommandError):
        run("published", str(tmp_path / "nothing.csv"))
    assert not Extract.objects.exists()
