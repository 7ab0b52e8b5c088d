"""A clamd of our own: it speaks the protocol, and finds a virus in whatever holds the word."""

import socketserver
import struct
import threading
from contextlib import contextmanager

VIRUS = b"EICAR"


class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        if self.rfile.read(10) != b"zINSTREAM\0":
            return
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.server.seen.append(content)
        answer = self.server.answer or (b"stream: Eicar FOUND" if VIRUS in content else b"stream: OK")
        self.wfile.write(answer + b"\0")


@contextmanager
def clamd(path, answer=b""):
    """Listens at `path`; gives what it saw. With `answer` it says that, whatever came."""
    with socketserver.ThreadingUnixStreamServer(str(path), Talk) as server:
        server.seen, server.answer = [], answer
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server.seen
        finally:
            server.shutdown()
            thread.join()
