"""Who may do what in the database: roles for the processes, each with the least it needs. Pure: a list of statements.

Every process that works as the tables' owner could put a trigger aside. So the owner only migrates; web and worker are roles that
own nothing; the analysts' desk reads exact numbers and writes nothing; whoever reads from outside sees one view, of what is
published. What each may do with each table is decided in `decisions`, one by one; a table without a decision is nobody's, and
the command says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from psycopg2 import sql

from indicators.releases.decisions import Rights, rights_in

OWNER, WEB, WORKER, DESK, READER = "owner", "web", "worker", "desk", "reader"
ROLES = (OWNER, WEB, WORKER, DESK, READER)

# Seconds after which the server ends what a role's session does: a page is given up by then, and so is whoever waits for it; a
# worker's load or count may take its time. A migration that waits longer for a lock than this gives up, since everybody who wants
# the table meanwhile waits behind it.
LIMITS: dict[str, dict[str, str]] = {
    WEB: {"statement_timeout": "30s", "idle_in_transaction_session_timeout": "60s", "lock_timeout": "15s"},
    DESK: {"statement_timeout": "60s", "idle_in_transaction_session_timeout": "60s", "default_transaction_read_only": "on"},
    WORKER: {"idle_in_transaction_session_timeout": "1h"},
    OWNER: {"lock_timeout": "10s"},
    READER: {"statement_timeout": "60s", "idle_in_transaction_session_timeout": "60s", "default_transaction_read_only": "on"},
}


@dataclass(frozen=True)
class Relation:
    """A table, sequence, view or function of the service. `kind` as in pg_class: r, p, S, v; f for a function without arguments.
    `root`: of a part of a divided table the whole. `columns`: of a table or view, in their order."""

    name: str
    kind: str
    root: str = ""
    columns: tuple[str, ...] = ()

    @property
    def rights(self) -> Rights | None:
        """What the roles may do with it; None where nobody has decided."""
        return rights_in(self.root or self.name)


def undecided(relations: Iterable[Relation]) -> list[str]:
    """The tables and views that nobody has decided on."""
    return sorted(one.name for one in relations if one.kind not in ("S", "f") and one.rights is None)


def statements(
    prefix: str, relations: Iterable[Relation], passwords: Mapping[str, str], existing: Iterable[str]
) -> list[sql.Composable]:
    """What makes the roles `prefix_owner`, `_web`, `_worker`, `_desk` and `_reader`, and gives each what it needs and nothing
    else. Run again it comes to the same; run it again after migrations."""
    names = {role: f"{prefix}_{role}" for role in ROLES}
    quoted = {role: sql.Identifier(name) for role, name in names.items()}
    made = [sql.SQL("CREATE ROLE {} LOGIN").format(quoted[role]) for role in ROLES if names[role] not in set(existing)]
    made += [
        sql.SQL("ALTER ROLE {} PASSWORD {}").format(quoted[role], sql.Literal(passwords[role]))
        for role in ROLES
        if passwords.get(role)
    ]
    made += [
        sql.SQL("ALTER ROLE {} SET {} = {}").format(quoted[role], sql.Identifier(name), sql.Literal(value))
        for role, limits in LIMITS.items()
        for name, value in limits.items()
    ]
    others = [quoted[role] for role in ROLES[1:]]
    made += [
        # Whoever makes the roles may be the owner, who is no member of itself.
        sql.SQL("DO $$BEGIN IF current_user <> {} THEN GRANT {} TO CURRENT_USER; END IF; END$$").format(
            sql.Literal(names[OWNER]), quoted[OWNER]
        ),
        sql.SQL("GRANT ALL ON SCHEMA public TO {}").format(quoted[OWNER]),
        sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC, {}").format(_listed(others)),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(_listed(others)),
    ]
    for relation in sorted(relations, key=lambda one: one.name):
        made += _of(relation, quoted)
    return made


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
        sql.SQL("REVOKE ALL ON {} FROM PUBLIC, {}").format(name, _listed(quoted[role] for role in ROLES[1:])),
    ]
    rights = relation.rights
    if rights is None:
        return made
    for role in (WEB, WORKER, DESK, READER):
        for right, columns in rights.of(role, relation.columns):
            only = sql.SQL(" ({})").format(_listed(map(sql.Identifier, columns))) if columns else sql.SQL("")
            made.append(sql.SQL("GRANT {}{} ON {} TO {}").format(sql.SQL(right), only, name, quoted[role]))
    return made


def _listed(parts: Iterable[sql.Composable]) -> sql.Composable:
    return sql.SQL(", ").join(parts)
