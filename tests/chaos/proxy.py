"""A proxy on loopback that can fall silent, hang up hard, or take no more connections."""

import asyncio
import socket
import struct
import threading
from contextlib import suppress

HOST = "127.0.0.1"
PIECE = 64 * 1024
NO_LINGER = struct.pack("ii", 1, 0)  # Closing then sends a reset instead of a goodbye.


class Line:
    """One connection: the two sides and whether what they say is passed on."""

    def __init__(self, near, far):
        self.near, self.far, self.silent = near, far, False

    def reset(self):
        for side in (self.near, self.far):
            _end_hard(side)


def _end_hard(side):
    """Close with a reset where there is one (a Unix socket knows none); it may be closed already."""
    plain = side.get_extra_info("socket")
    with suppress(OSError):
        if plain.family == socket.AF_INET:
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
    side.transport.abort()


class Network:
    """The loop, in a thread of its own, in which all proxies live."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, name="network", daemon=True)
        self.thread.start()

    def do(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(30)

    def stop(self):
        self.do(self._end_tasks())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()

    async def _end_tasks(self):
        running = asyncio.all_tasks() - {asyncio.current_task()}
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


class Proxy:
    """Passes on what comes in at `port` to `target`: the path of a Unix socket, or a port of this machine."""

    def __init__(self, network, target):
        self.network, self.target = network, target
        self.lines, self.refusing = set(), False
        self.server = network.do(asyncio.start_server(self._serve, HOST, 0))
        self.port = self.server.sockets[0].getsockname()[1]

    def reset(self):
        """Cut every connection that is open now, hard. Gives how many."""
        return self.network.do(self._reset(set(self.lines)))

    def black_hole(self, limit=None):
        """Let every open connection fall silent; new ones work. After `limit` seconds the silent ones are reset."""
        return self.network.do(self._silence(limit))

    def close(self):
        """Cut everything and listen no more."""
        self.reset()
        self.network.loop.call_soon_threadsafe(self.server.close)

    def refuse(self, refusing=True):
        """Take no new connections, or take them again."""
        self.refusing = refusing

    async def _reset(self, lines):
        for line in lines:
            line.reset()
        return len(lines)

    async def _silence(self, limit):
        chosen = set(self.lines)
        for line in chosen:
            line.silent = True
        if limit is not None:
            self.network.loop.call_later(limit, lambda: [line.reset() for line in chosen & self.lines])
        return len(chosen)

    async def _serve(self, near_reader, near):
        try:
            if self.refusing:
                raise ConnectionRefusedError
            far_reader, far = await self._connect()
        except OSError:
            _end_hard(near)
            return
        line = Line(near, far)
        self.lines.add(line)
        try:
            ways = [self._pass_on(near_reader, far, line), self._pass_on(far_reader, near, line)]
            tasks = [asyncio.ensure_future(way) for way in ways]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
        finally:
            self.lines.discard(line)
            near.close()
            far.close()

    async def _connect(self):
        if isinstance(self.target, int):
            return await asyncio.open_connection(HOST, self.target)
        return await asyncio.open_unix_connection(str(self.target))

    async def _pass_on(self, reader, writer, line):
        """Copy until one side ends. What comes in while the line is silent is lost."""
        try:
            while data := await reader.read(PIECE):
                if not line.silent:
                    writer.write(data)
                    await writer.drain()
        except OSError:
            return
