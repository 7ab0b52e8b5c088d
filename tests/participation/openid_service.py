"""An OpenID provider that lies as it is told to: its tokens say whatever a test wants."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import caches

CLIENT = "inbreng"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGERS_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def jwk_of(key, kid="een"):
    return {**jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid, "alg": "RS256"}


class LyingProvider:
    """Serves discovery, keys and tokens at `url`; `pages` may be changed meanwhile."""

    def __enter__(self):
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                status, body = provider.pages.get(self.path, (404, {}))
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "/keys")
                self.end_headers()
                self.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

            def do_POST(self):
                provider.shown.append(self.headers["Authorization"])
                provider.sent.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self.do_GET()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.sent, self.shown = [], []
        self.pages = {
            "/.well-known/openid-configuration": (200, {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
            }),
            "/keys": (200, {"keys": [jwk_of(KEY)]}),
        }  # fmt: skip
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def claims(self, **other):
        now = int(time.time())
        whole = {"iss": self.url, "aud": CLIENT, "sub": "s-1", "iat": now, "exp": now + 300, "nonce": "n", **other}
        return {name: value for name, value in whole.items() if value is not None}

    def token(self, *, key=KEY, alg="RS256", kid="een", typ="JWT", **other):
        return jwt.encode(self.claims(**other), key, algorithm=alg, headers={"kid": kid, "typ": typ})


@contextmanager
def lying_provider(settings, prefix="OPENID"):
    """One that the site trusts; nothing that the site keeps of it stays behind."""
    caches["default"].clear()
    with LyingProvider() as provider:
        setattr(settings, f"{prefix}_ISSUER", provider.url)
        setattr(settings, f"{prefix}_CLIENT_ID", CLIENT)
        setattr(settings, f"{prefix}_CLIENT_SECRET", "geheim+")
        yield provider
    caches["default"].clear()
