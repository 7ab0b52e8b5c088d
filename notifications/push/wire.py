"""A message to a push service at an address that a browser gave us, and that anybody can have made up.

So it goes to public addresses only, the very ones that were looked at, follows nowhere, reads no more than the first
line of the answer, and takes no longer than PATIENCE.
"""

import re
import socket
import ssl
import time
from collections.abc import Mapping
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from notifications.channels import PermanentError

PATIENCE = 10.0  # Seconds for all but the name, whose resolver has a patience of its own.
LONGEST_LINE = 1024
PORTS = frozenset({443})
ENDPOINT = re.compile(r"https://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::(?P<port>\d{1,5}))?(?P<path>/[!-~]*)")
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})\b")


class NotPublic(PermanentError):
    """This address is none of a push service that everybody can reach."""


def is_endpoint(address: str) -> bool:
    """Whether this can be the address of a push service: encrypted, on the usual port, of a host with a name."""
    found = ENDPOINT.fullmatch(address)
    return found is not None and int(found["port"] or 443) in PORTS and not found["host"].replace(".", "").isdigit()


def post(endpoint: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Post `body` there; gives the status of the answer. Raises OSError or PermanentError."""
    if not is_endpoint(endpoint):
        raise NotPublic(f"This is no address of a push service: {endpoint[:80]}")
    where = urlsplit(endpoint)
    host, until = where.hostname or "", time.monotonic() + PATIENCE
    lines = {"Host": where.netloc, **headers, "Content-Length": str(len(body)), "Connection": "close"}
    path = f"{where.path}?{where.query}" if where.query else where.path
    head = "".join([f"POST {path} HTTP/1.1\r\n", *(f"{name}: {value}\r\n" for name, value in lines.items()), "\r\n"])
    with _connect(host, where.port or 443, until) as plain, trusted().wrap_socket(plain, server_hostname=host) as line:
        line.settimeout(_left(until))
        line.sendall(head.encode("ascii") + body)
        return _status(line, until)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether everybody can reach this address: nothing of our own machine or network."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return is_public(address.ipv4_mapped)
    return address.is_global and not address.is_multicast


def _connect(host: str, port: int, until: float) -> socket.socket:
    """A connection to an address of `host`. Looked at and used are the same, whatever its name says a moment later."""
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(is_public(ip_address(address)) for address in found):
        raise NotPublic(f"{host} is not a public address.")
    for number, address in enumerate(found, start=1):
        try:
            return socket.create_connection((address, port), timeout=_left(until))
        except OSError:
            if number == len(found):
                raise
    raise OSError(f"{host} has no address.")


@cache
def trusted() -> ssl.SSLContext:
    """Whom this machine trusts to vouch for a name. Read once: it takes longer than a whole message."""
    return ssl.create_default_context()


def _status(line: ssl.SSLSocket, until: float) -> int:
    answer = b""
    while b"\n" not in answer and len(answer) < LONGEST_LINE:
        line.settimeout(_left(until))
        if not (more := line.recv(LONGEST_LINE)):
            break
        answer += more
    found = STATUS.match(answer)
    if found is None:
        raise ConnectionError("The push service gave no answer.")
    return int(found[1])


def _left(until: float) -> float:
    """Seconds until `until`. Raises TimeoutError when it has come."""
    if (left := until - time.monotonic()) <= 0:
        raise TimeoutError("The push service took too long.")
    return left
