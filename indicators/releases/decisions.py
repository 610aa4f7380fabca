"""Table by table: who may do what, and of which columns readers' processes are kept away. A test demands a line for each.

What decides: does it tell of one person, is it an exact figure, or does it give back a number that a release hides? Then web
processes may not read it, and of those that serve analysts the desk's connection may (indicators.desk), unless it is about
people. What is published is written by workers, and by nobody again.
"""

from dataclasses import dataclass

WRITE = "SELECT, INSERT, UPDATE, DELETE"
ADD = "SELECT, INSERT"
READ = "SELECT"
NOTHING = ""


@dataclass(frozen=True)
class Rights:
    """What web, worker, desk and reader may do with a table. `hidden`: the columns of it that web may not read; `seen`: instead
    those that it may, and no other."""

    web: str = WRITE
    worker: str = WRITE
    desk: str = READ
    reader: str = NOTHING
    hidden: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()

    def of(self, role: str, columns: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
        """The rights of a role in a table with these columns, each with the columns that it is of (none: all)."""
        whole: str = getattr(self, role)
        found: list[tuple[str, tuple[str, ...]]] = [(whole, ())] if whole else []
        if role == "web" and (self.hidden or self.seen):
            found.append((READ, self.seen or tuple(name for name in columns if name not in self.hidden)))
        return found


# People's records: counted by workers, and read by nobody else.
PEOPLE = Rights(web=NOTHING, desk=NOTHING)
# Exact numbers: for workers and the desk.
EXACT = Rights(web=NOTHING)
# Figures as readers see them, and what they say.
FIGURES = Rights(web=READ, worker=ADD)
# To which is only added.
REGISTER = Rights(web=ADD, worker=ADD)
# Written by people on pages, and about nobody's offending.
PAGES = Rights()
# Accounts, sessions and rights to sign in; web needs all of them to know who asks. The desk has no business there.
ACCOUNTS = Rights(desk=NOTHING)
VIEW = Rights(web=READ, worker=READ)

TABLES: dict[str, Rights] = {
    "django_migrations": Rights(web=READ, worker=READ, desk=READ),
    "cache": Rights(desk=NOTHING),
    "audit_event": REGISTER,
    # Written by the database itself, with its owner's rights.
    "audit_link": VIEW,
    "audit_sealing": VIEW,
    "jobs_job": PAGES,
    "watching_heartbeat": Rights(web=READ, desk=NOTHING),
    "tokens_token": ACCOUNTS,
    "plans_actionupdate": REGISTER,
    "signals_signalresponse": PAGES,
    "events_changeevent": PAGES,
    "events_rebase": PAGES,
    "commentary_commentary": PAGES,
    "packs_pack": PAGES,
    "packs_subscription": PAGES,
    "packs_delivery": PAGES,
    # How many rows there are, in all and of each quarter: of a small source that is the figure itself.
    "extracts_extract": Rights(web="INSERT, UPDATE, DELETE", hidden=("rows", "plan")),
    # What the checks found, in words that readers are told of an accepted warning.
    "extracts_problem": PAGES,
    # Cells of files, and sums of rows. A new declaration removes them, by their problem.
    "extracts_problemrow": Rights(web="DELETE", seen=("id", "problem_id")),
    "extracts_pseudonymkey": Rights(web=NOTHING, seen=("id",)),  # fingerprints of the keys
    "extracts_term": PAGES,
    "records_assessment": PEOPLE,
    "records_caseloadperson": PEOPLE,
    "records_eventnumbers": PEOPLE,
    "records_indexevent": PEOPLE,
    "records_intervention": PEOPLE,
    "records_provenoffence": PEOPLE,
    "records_referral": PEOPLE,
    "records_sentence": PEOPLE,
    "records_termination": PEOPLE,
    # Counts as supplied, before disclosure control.
    "records_prosecutioncount": PEOPLE,
    # Which extract counts is everybody's; figures before their release, and numbers of rows, are not.
    "records_publishedfigure": Rights(web=NOTHING, desk=NOTHING, seen=("extract_id", "slice_key")),
    "records_slice": Rights(web=NOTHING, seen=("id", "source", "period", "extract_id")),
    "releases_release": PAGES,  # a trigger refuses every change of a published one
    "releases_release_extracts": FIGURES,
    "releases_observation": FIGURES,
    "releases_releasepart": FIGURES,  # of what readers are shown alone
    "releases_releaseseries": FIGURES,
    "releases_finding": FIGURES,
    "releases_exactobservation": Rights(web=NOTHING, worker=ADD),
    # Other tables with the same sums: how they differ from the exact ones narrows these.
    "releases_witnesstables": Rights(web=NOTHING, worker=ADD, desk=NOTHING),
    # A leak is a hidden number with the sum that gives it away; how many there are is for everybody who checks a release.
    "releases_audit": Rights(web=NOTHING, hidden=("leaks",)),
    "releases_preview": EXACT,
    # Slices with their rows. A page asks for a recount, a worker notes down what counts.
    "releases_recount": Rights(web="INSERT", seen=("id", "release_id", "requested_by_id", "started_at")),
    "releases_recountedslice": VIEW,
    "releases_recountpart": Rights(web=NOTHING, desk=NOTHING),
    "releases_acceptedwarning": PAGES,
    "releases_correction": PAGES,
    "releases_plannedrelease": PAGES,
    "releases_prereleaseaccess": PAGES,
    "releases_prereleasereading": REGISTER,
    "releases_withdrawal": PAGES,
    "published_observation": Rights(web=READ, worker=READ, desk=READ, reader=READ),
}

# Django's and allauth's own tables are about accounts, whatever they are called in the next version.
ACCOUNT_TABLES = ("access_", "account_", "auth_", "django_", "mfa_", "socialaccount_", "usersessions_")


def rights_in(table: str) -> Rights | None:
    """None where nobody has decided."""
    if table in TABLES:
        return TABLES[table]
    return ACCOUNTS if table.startswith(ACCOUNT_TABLES) else None
