"""Keeps the memory of a crashed program off the disk: it holds the secret and every answer."""

from __future__ import annotations


def forbid_core_dumps() -> None:
    """Let no core file be written, and no reporter of the system be handed the memory.

    One byte rather than none: Linux gives the whole memory to a reporter such as apport whatever
    the limit is, but for a limit of exactly one (fs/coredump.c). Windows has no such limit.
    """
    try:
        import resource
    except ImportError:
        return
    _, largest = resource.getrlimit(resource.RLIMIT_CORE)
    most = 1 if largest == resource.RLIM_INFINITY else min(1, largest)
    resource.setrlimit(resource.RLIMIT_CORE, (most, largest))
