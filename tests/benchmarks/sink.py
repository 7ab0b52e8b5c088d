"""A mail server in a process of its own that takes everything and keeps nothing but the count.

It answers at once and costs next to nothing, so that what is measured is who sends.
"""

import asyncio
import multiprocessing
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.sharedctypes import Synchronized
from typing import Any, cast

HOST = "127.0.0.1"
ANSWERS = {b"DATA": b"354 Go ahead\r\n", b"QUIT": b"221 Bye\r\n"}
END = b"\r\n.\r\n"


@dataclass(frozen=True, slots=True)
class Sink:
    """Where it answers, and how many mails it took."""

    port: int
    counter: "Synchronized[int]"

    @property
    def taken(self) -> int:
        return self.counter.value


class Call(asyncio.Protocol):
    """One connection. Who calls waits for each answer, so a piece that ends a line ends a command."""

    def __init__(self, counter: "Synchronized[int]") -> None:
        self.counter, self.heard, self.in_text = counter, b"", False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.WriteTransport", transport)
        self.transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.heard += data
        if not self.heard.endswith(END if self.in_text else b"\r\n"):
            return
        word = b"" if self.in_text else self.heard[:4].upper()
        self.counter.value += self.in_text
        self.heard, self.in_text = b"", word == b"DATA"
        self.transport.write(ANSWERS.get(word, b"250 OK\r\n"))
        if word == b"QUIT":
            self.transport.close()


@contextmanager
def running() -> Iterator[Sink]:
    """Start one on a free port."""
    context: Any = multiprocessing.get_context("spawn")
    listener = socket.create_server((HOST, 0))
    sink = Sink(listener.getsockname()[1], context.Value("q", 0))
    process = context.Process(target=serve, args=[listener, sink.counter], daemon=True)
    process.start()
    try:
        yield sink
    finally:
        process.terminate()
        process.join()
        listener.close()


def serve(listener: socket.socket, counter: "Synchronized[int]") -> None:
    """Take mail until this process is ended."""

    async def take() -> None:
        server = await asyncio.get_running_loop().create_server(lambda: Call(counter), sock=listener)
        await server.serve_forever()

    asyncio.run(take())
