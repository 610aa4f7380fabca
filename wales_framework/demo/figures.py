"""The demo's figures: the example extracts through the same steps, by the same people, as real ones."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command

EXAMPLES = Path("indicators", "extracts", "examples")
# To readers, who get it in their own language.
NOTE = {
    "note": "The example extracts that come with the service.",
    "note_cy": "Y dyfyniadau enghreifftiol a ddaw gyda'r gwasanaeth.",
}
STEPS: list[tuple[str, str, dict[str, str]]] = [
    ("draft", "analyst", {}),
    ("audit", "analyst", {}),
    ("submit", "analyst", NOTE),
    ("approve", "approver", {}),
    ("publish", "approver", {}),
]


def ensure_figures(say: Callable[[str], None]) -> None:
    """Load the example extracts and publish a release of them, unless something is published already."""
    if apps.get_model("releases", "Release").objects.filter(state="published").exists():
        return
    # The other examples show layouts with people who never were: no figures are made of them.
    real = (file for file in (settings.BASE_DIR / EXAMPLES).glob("*.csv") if not file.stem.endswith("_invented"))
    for file in sorted(real):
        say(f"Loading the example extract {file.name}")
        call_command("load_extract", "published", str(file), user="analyst", accept_warnings=True, verbosity=0)
    say("Drafting, approving and publishing a release of it")
    for step, person, more in STEPS:
        call_command("release", step, user=person, stdout=StringIO(), **more)
