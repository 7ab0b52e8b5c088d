"""Tiles and an address search on this machine, which can be told to misbehave."""

import base64
import json
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
MARKET = {"weergavenaam": "Marktplein, Voorbeeldstad", "centroide_ll": "POINT(4.4695 52.068)"}
STATION = {"weergavenaam": "Stationsplein, Voorbeeldstad", "centroide_ll": "POINT(4.4898 52.0458)"}


class MapService:
    """`documents` is what a search finds; `answer` replaces the whole answer; `status` is how it answers."""

    def __init__(self):
        self.documents, self.answer, self.status = [MARKET], None, 200
        self.asked, self.tiles = [], []

    def __enter__(self):
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
                if path.startswith("/tiles/"):
                    service.tiles.append(path)
                    return self.give("image/png", DOT if service.status == HTTPStatus.OK else b"")
                service.asked.append(query)
                answer = json.dumps({"response": {"docs": service.documents}}).encode()
                return self.give("application/json", answer if service.answer is None else service.answer)

            def give(self, kind, body):
                self.send_response(service.status)
                self.send_header("Content-Type", kind)
                self.send_header("Cross-Origin-Resource-Policy", "cross-origin")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
