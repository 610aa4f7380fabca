"""PostgreSQL refuses to run as root: how to start it when root is who we are, without touching foreign directories.

Two ways, tried in this order:

* a user namespace, in which root's files and processes carry another user id. They stay root's own, and need no right
  that root's files do not give;
* an unprivileged user id that keeps one capability, to pass directories closed to others. For containers that forbid
  user namespaces, and for clones inside somebody else's closed directory.
"""

import ctypes
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .errors import EmbeddedError

CLONE_NEWUSER = 0x10000000
PR_SET_SECUREBITS, NO_SETUID_FIXUP = 28, 1 << 2
PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 47, 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522
INSIDE_ID = 1000
NOBODY = 65534

_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Identity:
    """Who the server runs as."""

    become: Callable[[], None]  # runs in the new process; raises OSError where it is not permitted
    owner: int | None  # the id that must own the server's files; None: whoever made them

    def own(self, files: Path) -> None:
        """Hand the server's files to this identity, when another one had them before."""
        if self.owner is None or files.stat().st_uid == self.owner:
            return
        for folder, _folders, names in os.walk(files):
            for path in (folder, *(os.path.join(folder, name) for name in names)):
                os.chown(path, self.owner, self.owner, follow_symlinks=False)


def choose(directory: Path, program: Path) -> Identity:
    """An identity under which `program` runs and may write in `directory`. Raises EmbeddedError when there is none."""
    if os.geteuid() != 0:
        return ORDINARY
    for identity in (NAMESPACE, UNPRIVILEGED):
        if works(identity, directory, program):
            return identity
    raise EmbeddedError(
        "PostgreSQL does not run as root, and this container lets root neither make a user namespace nor change to an "
        "unprivileged user. Run as an ordinary user."
    )


def works(identity: Identity, directory: Path, program: Path) -> bool:
    """Try it: whether a process of this identity can write in the directory and run the program."""

    def attempt() -> None:
        identity.become()
        trial = directory / f".trial-{os.getpid()}"
        trial.mkdir()
        trial.rmdir()

    try:
        done = subprocess.run([program, "--version"], preexec_fn=attempt, capture_output=True, cwd="/")
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def stay() -> None:
    """Not root: nothing to change."""


def enter_namespace() -> None:
    """Move this process into a user namespace where root is called INSIDE_ID."""
    gid = os.getegid()
    _call(_libc.unshare(CLONE_NEWUSER))
    for name, content in (("setgroups", "deny"), ("gid_map", f"{INSIDE_ID} {gid} 1"), ("uid_map", f"{INSIDE_ID} 0 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(content)


def become_unprivileged() -> None:
    """Change this process to NOBODY, keeping over the next exec only the right to pass closed directories."""
    # Without this bit access(2) would deny what open(2) grants by the capability, and PostgreSQL asks both.
    _call(_libc.prctl(PR_SET_SECUREBITS, NO_SETUID_FIXUP, 0, 0, 0))
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    only = 1 << CAP_DAC_OVERRIDE
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    sets = (ctypes.c_uint32 * 6)(only, only, only, 0, 0, 0)  # effective, permitted, inheritable: low words, high words
    _call(_libc.capset(header, sets))
    _call(_libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0))


def _call(result: int) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


ORDINARY = Identity(become=stay, owner=None)
NAMESPACE = Identity(become=enter_namespace, owner=0)
UNPRIVILEGED = Identity(become=become_unprivileged, owner=NOBODY)
