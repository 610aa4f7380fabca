"""What a process that reads an uploaded file may take, and what it may do: set by itself before it looks at the file.

Memory, processor time, the size of what it writes and the number of open files are limited on every system. On Linux the kernel
also takes away, for good, what reading a table never needs: connections, other programs, and files that are not open already.
Standard library only.
"""

import ctypes
import os
import platform
import resource
import struct
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

OPEN_FILES = 64
MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Bounds:
    """Of one file: bytes of memory (of addresses) and of what is written, seconds of the processor."""

    memory: int
    written: int
    seconds: int

    def set(self) -> None:
        """For this process, and for whatever it starts."""
        for what, most in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_AS, self.memory),
            (resource.RLIMIT_FSIZE, self.written),
            (resource.RLIMIT_CPU, self.seconds),
            (resource.RLIMIT_NOFILE, OPEN_FILES),
        ):
            _, hard = resource.getrlimit(what)
            least = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(what, (least, least))


# linux/prctl.h, linux/seccomp.h, linux/filter.h, linux/landlock.h
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _IS, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | 1, 0x80000000  # refused with EPERM
_NUMBER, _MACHINE = 0, 4  # where the filter finds them
# Numbers of socket, connect, bind, execve, execveat, ptrace, process_vm_readv, process_vm_writev, io_uring_setup.
_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 49, 59, 322, 101, 310, 311, 425)),
    "aarch64": (0xC00000B7, (198, 203, 200, 221, 281, 117, 270, 271, 425)),
}
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF, _BENEATH = 444, 445, 446, 1
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_EVERY_WAY_TO_A_FILE = (1 << 13) - 1  # those of Landlock's first version


def confine() -> None:
    """No connection, no other program, no other file from here on, as far as this kernel can see to it."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _close_files(libc)
    _close_calls(libc)


def _close_files(libc: ctypes.CDLL) -> None:
    """Landlock: what is open stays open; beside it only programs can be read, which are loaded where they are first used."""
    handled = struct.pack("=Q", _EVERY_WAY_TO_A_FILE)
    ruleset = libc.syscall(_CREATE_RULESET, handled, ctypes.c_size_t(len(handled)), 0)
    if ruleset < 0:  # the kernel has none
        return
    for folder in {str(Path(__file__).parents[1]), *map(sysconfig.get_path, ("stdlib", "platstdlib", "purelib", "platlib"))}:
        place = os.open(folder, os.O_PATH | os.O_CLOEXEC)
        libc.syscall(_ADD_RULE, ruleset, _BENEATH, struct.pack("=Qi", _READ_FILE | _READ_FOLDER, place), 0)
        os.close(place)
    libc.syscall(_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


class _Filter(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_char_p)]


def _close_calls(libc: ctypes.CDLL) -> None:
    """A filter of the kernel's calls; those of the 32-bit world, which have other numbers, end the process."""
    if platform.machine() not in _CALLS:
        return
    machine, refused = _CALLS[platform.machine()]
    steps = [_step(_LOAD, _MACHINE), _step(_IS, machine, 1, 0), _step(_RETURN, _KILL), _step(_LOAD, _NUMBER)]
    steps += [_step(_AT_LEAST, 1 << 30, 0, 1), _step(_RETURN, _KILL)]
    for number in refused:
        steps += [_step(_IS, number, 0, 1), _step(_RETURN, _REFUSE)]
    steps.append(_step(_RETURN, _ALLOW))
    program = _Filter(len(steps), b"".join(steps))
    libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0)


def _step(code: int, value: int, when_true: int = 0, when_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, when_true, when_false, value)
