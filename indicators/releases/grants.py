"""Who may do what in the database: roles for the processes, each with the least it needs. Pure: a list of statements.

Every process that works as the tables' owner could put a trigger aside. So the owner only migrates; web and worker are roles that
own nothing; whoever reads from outside sees one view, of what is published.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from psycopg2 import sql

OWNER, WEB, WORKER, READER = "owner", "web", "worker", "reader"
ROLES = (OWNER, WEB, WORKER, READER)

WRITE = "SELECT, INSERT, UPDATE, DELETE"
ADD = "SELECT, INSERT"
READ = "SELECT"
VIEW = "published_observation"

# What is written once and read ever after.
REGISTERS = {"audit_event", "releases_prereleasereading", "plans_actionupdate"}
# Written by the database itself, with its owner's rights.
SEALS = {"audit_link", "audit_sealing"}
FIGURES = {
    "releases_observation",
    "releases_exactobservation",
    "releases_finding",
    "releases_release_extracts",
    "releases_witnesstables",
}
MIGRATIONS = "django_migrations"


@dataclass(frozen=True)
class Relation:
    """A table, sequence, view or function of the service. `kind` as in pg_class: r, p, S, v; f for a function without arguments.
    `is_about_people`: it holds people's records."""

    name: str
    kind: str
    is_about_people: bool = False


def statements(
    prefix: str, relations: Iterable[Relation], passwords: Mapping[str, str], existing: Iterable[str]
) -> list[sql.Composable]:
    """What makes the roles `prefix_owner`, `_web`, `_worker` and `_reader`, and gives each what it needs and nothing else. Run
    again it comes to the same; run it again after migrations."""
    names = {role: f"{prefix}_{role}" for role in ROLES}
    quoted = {role: sql.Identifier(name) for role, name in names.items()}
    made = [sql.SQL("CREATE ROLE {} LOGIN").format(quoted[role]) for role in ROLES if names[role] not in set(existing)]
    made += [
        sql.SQL("ALTER ROLE {} PASSWORD {}").format(quoted[role], sql.Literal(passwords[role]))
        for role in ROLES
        if passwords.get(role)
    ]
    made += [
        sql.SQL("GRANT {} TO CURRENT_USER").format(quoted[OWNER]),
        sql.SQL("GRANT ALL ON SCHEMA public TO {}").format(quoted[OWNER]),
        sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC, {}, {}, {}").format(*(quoted[role] for role in ROLES[1:])),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}, {}, {}").format(*(quoted[role] for role in ROLES[1:])),
    ]
    for relation in sorted(relations, key=lambda one: one.name):
        made += _of(relation, quoted)
    return made


def granted(role: str, relation: Relation) -> str:
    """What a role may do with a table; "" for nothing."""
    if role == READER:
        return READ if relation.name == VIEW else ""
    if relation.name == MIGRATIONS or relation.name in SEALS or relation.kind == "v":
        return READ
    if relation.name in REGISTERS:
        return ADD
    if relation.name in FIGURES:
        return ADD if role == WORKER else READ
    if relation.is_about_people:
        return WRITE if role == WORKER else ""
    return WRITE


def _of(relation: Relation, quoted: Mapping[str, sql.Identifier]) -> list[sql.Composable]:
    name = sql.Identifier("public", relation.name)
    if relation.kind == "f":
        return [sql.SQL("ALTER FUNCTION {}() OWNER TO {}").format(name, quoted[OWNER])]
    if relation.kind == "S":  # a column's own sequence changes hands with its table
        given = sql.SQL("GRANT USAGE, SELECT ON SEQUENCE {} TO {}, {}").format(name, quoted[WEB], quoted[WORKER])
        return [given]
    kind = sql.SQL("VIEW" if relation.kind == "v" else "TABLE")
    made = [
        sql.SQL("ALTER {} {} OWNER TO {}").format(kind, name, quoted[OWNER]),
        sql.SQL("REVOKE ALL ON {} FROM PUBLIC, {}, {}, {}").format(name, *(quoted[role] for role in ROLES[1:])),
    ]
    for role in ROLES[1:]:
        if rights := granted(role, relation):
            made.append(sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(rights), name, quoted[role]))
    return made
