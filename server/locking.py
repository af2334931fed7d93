"""Locks on files, which end with the process that has them, however it ends."""
import sys
from typing import IO, Any


def lock(file: IO[Any], at: int = 0) -> bool:
    """Lock an open file for as long as it is open; False where another has it locked.

    `at` is the byte that Windows locks, which nobody else can then read; elsewhere the whole file is meant.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(at)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
