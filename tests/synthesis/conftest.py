"""Generated folders that several tests look at; they are made once and only read."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command


def synthesise(
    folder: Path, people: int = 1500, seed: int = 7, quarters: tuple[str, str] = ("2018Q1", "2020Q2"), **options: str
) -> str:
    """What the command says."""
    out = io.StringIO()
    first, last = quarters
    more = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
    call_command(
        "synthesise",
        f"--people={people}",
        f"--seed={seed}",
        f"--from={first}",
        f"--to={last}",
        f"--out={folder}",
        *more,
        stdout=out,
    )
    return out.getvalue()


@pytest.fixture(scope="session")
def some(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1,500 people with all planted cases, drawn a day before the last quarter is mature."""
    folder = tmp_path_factory.mktemp("some") / "out"
    synthesise(folder, as_at="2021-12-29")
    return folder
