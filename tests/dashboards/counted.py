"""A release of figures counted from the records of a few generated people, beside the published examples."""

from datetime import date
from pathlib import Path

from django.core.management import call_command

from indicators.releases.models import Release
from tests import publishing
from wales_framework.access.models import User

# Drawn when the cohorts up to the first quarter of 2023 have matured, and those after it have not.
FIRST, LAST, AS_AT = "2022Q1", "2023Q4", "2024-09-30"
MATURE, WAITING, READY = "2023Q1", "2023Q2", "2024Q4"


def publish_counted(analyst: User, approver: User, folder: Path) -> Release:
    """Examples and generated people loaded, counted and published, by the same calls as page and command make."""
    publishing.load_examples(analyst)
    arguments = ("--people=300", "--seed=5", f"--from={FIRST}", f"--to={LAST}", f"--as-at={AS_AT}", f"--out={folder}")
    call_command("synthesise", *arguments, verbosity=0)
    for file in sorted(folder.glob("*.csv")):
        if file.stem == "truth":
            continue
        call_command(
            "load_extract",
            file.stem,
            str(file),
            as_at=date.fromisoformat(AS_AT),
            user=analyst.username,
            accept_warnings=True,
            verbosity=0,
        )
    return publishing.publish(analyst, approver)
