"""A push service of this very machine, with browsers behind it that read what comes. It reads nothing by our own code."""

import hashlib
import hmac
import json
import ssl
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509.oid import NameOID

CURVE = ec.SECP256R1()


def wrap(raw):
    return urlsafe_b64encode(raw).decode().rstrip("=")


def unwrap(text):
    return urlsafe_b64decode(text + "==")


def point(key):
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def derive(secret, salt, info, length):
    """HKDF of one block (RFC 5869), by hand."""
    extracted = hmac.digest(salt, secret, hashlib.sha256)
    return hmac.digest(extracted, info + b"\x01", hashlib.sha256)[:length]


@dataclass
class Browser:
    """One that took a subscription. `shown` is what a person sees: of one tag the last."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(CURVE))
    secret: bytes = bytes(range(16))
    read: list = field(default_factory=list)
    headers: list = field(default_factory=list)

    def fields(self):
        """What its script would send to us."""
        return {"endpoint": self.endpoint, "p256dh": wrap(point(self.key.public_key())), "auth": wrap(self.secret)}

    @property
    def shown(self):
        return list({one["tag"]: one for one in self.read}.values())

    def decrypt(self, body):
        """RFC 8291, from the other side."""
        salt, record, length = body[:16], int.from_bytes(body[16:20]), body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        assert (record, length) == (4096, 65)
        assert len(sealed) <= record
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender))
        info = b"WebPush: info\0" + point(self.key.public_key()) + sender
        key = derive(shared, self.secret, info, 32)
        content_key = derive(key, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = derive(key, salt, b"Content-Encoding: nonce\0", 12)
        plain = AESGCM(content_key).decrypt(nonce, sealed, None)
        assert plain[-1:] == b"\x02"
        return plain[:-1]


class Server(ThreadingHTTPServer):
    def handle_error(self, *_):
        """Whoever hangs up in the middle does so on purpose here."""


class PushService:
    """`answers` maps a browser's path to a status, or to a function that does something else with the request."""

    def __init__(self, folder):
        self.browsers, self.answers, self.asked = {}, {}, []
        self._server = Server(("127.0.0.1", 0), self._handler())
        self.port = self._server.server_address[1]
        self.certificate = folder / "certificate.pem"
        self._server.socket = self._encrypt(self._server.socket)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def browser(self, name="een"):
        path = f"/push/{name}"
        self.browsers[path] = Browser(f"https://localhost:{self.port}{path}")
        return self.browsers[path]

    def answer(self, browser, what):
        self.answers[browser.endpoint.partition(str(self.port))[2]] = what

    def take(self, request):
        """Gives the status, and lets the browser read it when that is a good one."""
        body = request.rfile.read(int(request.headers["Content-Length"]))
        self.asked.append(request.path)
        told = self.answers.get(request.path, 201)
        if callable(told):
            return told(request)
        if not 200 <= told < 300:
            return told
        if not self.knows(request.headers["Authorization"]):
            return 403
        browser = self.browsers[request.path]
        browser.headers.append(dict(request.headers.items()))
        browser.read.append(json.loads(browser.decrypt(body)))
        return told

    def knows(self, header):
        """Whether the sender proved who it is (RFC 8292)."""
        token, key = (part.split("=", 1)[1] for part in header.removeprefix("vapid ").split(", "))
        signed, _, signature = token.rpartition(".")
        r, s = (int.from_bytes(unwrap(signature)[half]) for half in (slice(32), slice(32, 64)))
        try:
            public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, unwrap(key))
            public.verify(encode_dss_signature(r, s), signed.encode(), ec.ECDSA(hashes.SHA256()))
        except (InvalidSignature, ValueError):
            return False
        claims = json.loads(unwrap(signed.partition(".")[2]))
        left = claims["exp"] - datetime.now(UTC).timestamp()
        is_ours = claims["aud"] == f"https://localhost:{self.port}"
        return is_ours and 0 < left <= 24 * 3600 and claims["sub"].startswith("mailto:")

    def _handler(self):
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                status = service.take(self)
                if status:
                    self.send_response(status)
                    self.send_header("Content-Length", "0")
                    self.send_header("Location", "https://localhost/elsewhere")
                    self.end_headers()

            def log_message(self, *_):
                pass

        return Handler

    def _encrypt(self, listening):
        key = ec.generate_private_key(CURVE)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
        now = datetime.now(UTC)
        built = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(names, critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self.certificate.write_bytes(built.public_bytes(serialization.Encoding.PEM))
        keyed = self.certificate.with_name("key.pem")
        keyed.write_bytes(pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, keyed)
        return context.wrap_socket(listening, server_side=True, do_handshake_on_connect=False)
