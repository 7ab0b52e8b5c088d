"""Finds ports on which nobody else answers."""

import socket
from collections.abc import Collection

HIGHEST_STEP = 100


class NoFreePort(RuntimeError):
    """A whole range of ports is busy."""


def is_free(port: int) -> bool:
    """Tell whether a server can be started on this machine's `port`."""
    # Connecting first: with SO_REUSEPORT a busy port can be bound once more, and visitors would get either server.
    for host in ("127.0.0.1", "::1"):
        try:
            with socket.create_connection((host, port), timeout=0.5):
                return False
        except OSError:
            continue
    with socket.socket() as candidate:
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(wanted: int, taken: Collection[int] = ()) -> int:
    """Give `wanted` or the first free port after it that is not among `taken`."""
    for port in range(wanted, wanted + HIGHEST_STEP):
        if port not in taken and is_free(port):
            return port
    raise NoFreePort(f"no port from {wanted} to {wanted + HIGHEST_STEP - 1} is free; stop another program first")
