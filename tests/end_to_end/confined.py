"""Runs a command as a hardened service or container would, where neither systemd nor an engine runs.

    python confined.py [--unit FILE] --write FOLDER ... -- COMMAND ...

It holds the command to the restrictions that can break a program: a file system that is read-only but for
the given folders, no capabilities, no new privileges, and, with a unit, its system calls and socket families.
Needs root and libseccomp. The process stays root without any power, for the virtual environment of the tests
may be in root's own home directory.
"""

import argparse
import ctypes
import errno
import os
import socket
import subprocess
from collections.abc import Iterable
from pathlib import Path

_ALLOW = 0x7FFF0000
_ERRNO = 0x00050000
_EQUAL, _MASKED_EQUAL = 4, 7
_PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 24, 38
_LAST_CAPABILITY = int(Path("/proc/sys/kernel/cap_last_cap").read_text())
_NEW_NAMESPACES = 0x7E020080  # CLONE_NEW* but NEWTIME, which shares its bit with the exit signal


class Comparison(ctypes.Structure):
    """`struct scmp_arg_cmp` of libseccomp."""

    _fields_ = (
        ("arg", ctypes.c_uint),
        ("op", ctypes.c_int),
        ("datum_a", ctypes.c_uint64),
        ("datum_b", ctypes.c_uint64),
    )


def settings(unit: Path, name: str) -> list[str]:
    """The words of a unit's directive, all its lines together."""
    lines = (line.partition("=") for line in unit.read_text().splitlines())
    return [word for key, _, value in lines if key == name for word in value.split()]


def expand(names: Iterable[str]) -> set[str]:
    """System calls of systemd's sets, such as ``@system-service``."""
    calls: set[str] = set()
    for name in names:
        if not name.startswith("@"):
            calls.add(name)
            continue
        listed = subprocess.run(
            ["systemd-analyze", "syscall-filter", name], capture_output=True, text=True, check=True
        ).stdout.splitlines()[1:]
        words = {line.strip() for line in listed if not line.strip().startswith("#")} - {""}
        calls |= expand(words - {name})
    return calls


def allowed_calls(unit: Path) -> set[str]:
    """What the unit's `SystemCallFilter` lines leave: a list of names, and after ``~`` what goes off it."""
    calls: set[str] = set()
    without = False
    for line in unit.read_text().splitlines():
        key, _, value = line.partition("=")
        if key == "SystemCallFilter":
            without = value.startswith("~")
            names = expand(value.removeprefix("~").split())
            calls = calls - names if without else calls | names
    return calls


def filter_calls(unit: Path) -> None:
    """Load a filter with the unit's system calls and address families into this process."""
    lib = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    lib.seccomp_init.restype = ctypes.c_void_p
    lib.seccomp_load.argtypes = [ctypes.c_void_p]
    lib.seccomp_rule_add_array.argtypes = [
        ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint, ctypes.POINTER(Comparison)
    ]  # fmt: skip
    context = lib.seccomp_init(_ERRNO | errno.EPERM)

    def rule(action: int, call: str, *comparisons: Comparison) -> None:
        number = lib.seccomp_syscall_resolve_name(call.encode())
        array = (Comparison * len(comparisons))(*comparisons)
        if number >= 0 and lib.seccomp_rule_add_array(context, action, number, len(comparisons), array):
            raise OSError(f"seccomp refuses a rule for {call}")

    families = [getattr(socket, name) for name in settings(unit, "RestrictAddressFamilies")]
    for call in sorted(allowed_calls(unit) - {"socket", "clone", "clone3"}):
        rule(_ALLOW, call)
    for family in families:
        rule(_ALLOW, "socket", Comparison(0, _EQUAL, family, 0))
    rule(_ALLOW, "clone", Comparison(0, _MASKED_EQUAL, _NEW_NAMESPACES, 0))
    rule(_ERRNO | errno.ENOSYS, "clone3")  # its flags are in memory, where no filter looks
    if lib.seccomp_load(context):
        raise OSError("seccomp refuses the filter")


def read_only(writable: Iterable[Path]) -> None:
    """Everything but these folders becomes read-only, for this process and its children."""
    os.unshare(os.CLONE_NEWNS)
    mount("--make-rprivate", "/")
    for folder in writable:
        folder.mkdir(parents=True, exist_ok=True)
        mount("--bind", str(folder), str(folder))
    kept = {"/dev", "/dev/shm", *map(str, writable)}  # shared memory stays writable everywhere
    for line in Path("/proc/self/mounts").read_text().splitlines():
        _, place, kind, *_ = line.split()
        if kind in {"ext4", "xfs", "btrfs", "overlay", "tmpfs"} and place not in kept:
            mount("-o", "remount,bind,ro", place)


def mount(*arguments: str) -> None:
    """Run `mount`."""
    subprocess.run(["mount", *arguments], check=True)


def drop_power() -> None:
    """No capability after the next program starts, and no way to get one."""
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in range(_LAST_CAPABILITY + 1):
        libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "no_new_privs")


def main() -> None:
    """Confine this process and become the command."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--unit", type=Path)
    parser.add_argument("--write", type=Path, action="append", default=[])
    parser.add_argument("command", nargs="+")
    asked = parser.parse_args()
    read_only(asked.write)
    drop_power()
    if asked.unit:
        filter_calls(asked.unit)
    os.execvp(asked.command[0], asked.command)


if __name__ == "__main__":
    main()
