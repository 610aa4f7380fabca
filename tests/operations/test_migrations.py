"""The next version's tables serve this version too: for a moment both run side by side."""

import re
import subprocess
from importlib import import_module

from django.db import migrations, models

from tests.operations.page import ROOT

# What takes away, or demands what an older version does not give. A migration that may do it all the same says so and why, in a
# line that begins so: because what it touches has been out of use for a version.
MARK = "# Takes away: "


def takes_away(operation: object) -> str:
    """What the older version would miss; "" for nothing."""
    if isinstance(operation, migrations.RemoveField | migrations.RenameField | migrations.DeleteModel | migrations.RenameModel):
        return type(operation).__name__
    if isinstance(operation, migrations.AlterModelTable):
        return "AlterModelTable"
    if isinstance(operation, migrations.AddField) and _is_demanded(operation.field):
        return f"AddField {operation.name}, which older versions leave empty"
    if isinstance(operation, migrations.RunSQL):
        text = operation.sql if isinstance(operation.sql, str) else ""
        found = re.search(r"\b(DROP (TABLE|COLUMN)|RENAME (TO|COLUMN)|SET NOT NULL)\b", text, re.IGNORECASE)
        return found[0] if found else ""
    return ""


def _is_demanded(field: models.Field) -> bool:
    """Whether a row without it is refused: neither may it be empty, nor does the database itself know what to put there."""
    return not (field.null or field.has_db_default() or field.many_to_many)


def faults_of(migration: migrations.Migration, source: str) -> list[str]:
    if MARK in source:
        return []
    made = {operation.name_lower for operation in migration.operations if isinstance(operation, migrations.CreateModel)}
    touching = [one for one in migration.operations if getattr(one, "model_name_lower", None) not in made]
    return [found for operation in touching if (found := takes_away(operation))]


def told_by_git(*words: str) -> str:
    """What git says; nothing where this is no clone, or where git has nothing to say."""
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""


def since_the_last_version() -> list[str]:
    """The migrations that came after the newest tag of a version; none before there is one: nothing is upgraded to the first."""
    version = told_by_git("describe", "--tags", "--abbrev=0", "--match", "v*")
    if not version:
        return []
    return told_by_git("diff", "--name-only", "--diff-filter=A", version, "--", "*/migrations/[0-9]*.py").splitlines()


def test_migrations_since_the_last_version_only_add() -> None:
    wrong = []
    for path in since_the_last_version():
        module = import_module(path.removesuffix(".py").replace("/", "."))
        migration = module.Migration(path, "any")
        wrong += [f"{path}: {found}" for found in faults_of(migration, (ROOT / path).read_text())]
    assert wrong == []


def test_the_rule_finds_what_breaks_it() -> None:
    bad = migrations.Migration("0001", "any")
    bad.operations = [migrations.RemoveField("a", "b"), migrations.RunSQL("ALTER TABLE a RENAME COLUMN b TO c")]
    bad.operations.append(migrations.AddField("a", "b", models.CharField(default="", max_length=3)))
    assert len(faults_of(bad, "")) == 3
    assert faults_of(bad, f"{MARK}b is read by nobody since v3") == []
    renamed = import_module("indicators.releases.migrations.0007_life_of_a_release").Migration("0007", "releases")
    assert "RenameField" in faults_of(renamed, "")
    good = migrations.Migration("0002", "any")
    good.operations = [
        migrations.AddField("a", "b", models.CharField(db_default="", max_length=3)),
        migrations.AddField("a", "c", models.DateField(null=True)),
    ]
    assert faults_of(good, "") == []
