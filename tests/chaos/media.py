"""No room for photos, in whichever way this machine allows."""

import errno
import resource
from contextlib import contextmanager, suppress

import psutil

PIECE = 64 * 1024
HOW = {
    True: "a disk of its own (tmpfs) is filled",
    False: "no file of the web processes may grow (RLIMIT_FSIZE): mounting is not allowed here",
}


@contextmanager
def no_room(ground):
    """While this lasts, no photo can be stored."""
    with _filled_disk(ground.media) if ground.small_disk else _no_growing_files(ground.programs["web"]):
        yield


@contextmanager
def _filled_disk(media):
    ballast = media / "ballast"
    try:
        with _until_full(), ballast.open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * PIECE)
        yield
    finally:
        ballast.unlink(missing_ok=True)


@contextmanager
def _until_full():
    try:
        yield
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise


@contextmanager
def _no_growing_files(web):
    processes = [psutil.Process(web.process.pid), *web.children()]
    _limit(processes, 0)
    try:
        yield
    finally:
        _limit(processes, resource.RLIM_INFINITY)


def _limit(processes, soft):
    for process in processes:
        with suppress(psutil.NoSuchProcess, ProcessLookupError):
            _, hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (soft if soft >= 0 else hard, hard))
