"""A device with passkeys, in software: what a browser would post."""

import json
from hashlib import sha256
from secrets import token_bytes

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Device:
    def __init__(self, origin="http://localhost:8000", *, verifies=True):
        self.origin, self.host = origin, origin.split("//")[1].split(":")[0]
        self.key, self.credential_id, self.owner = ec.generate_private_key(ec.SECP256R1()), token_bytes(16), b""
        self.flags = PRESENT | (VERIFIED if verifies else 0)

    def create(self, options):
        """Answer to the options of the page that adds a passkey."""
        options = json.loads(json.dumps(options))["publicKey"]
        self.owner = websafe_decode(options["user"]["id"])
        credential = AttestedCredentialData.create(
            b"\0" * 16, self.credential_id, ES256.from_cryptography_key(self.key.public_key())
        )
        data = AuthenticatorData.create(self._host_hash, self.flags | ATTESTED, 0, credential)
        return self._answer(
            clientDataJSON=self._client_data("webauthn.create", options["challenge"]),
            attestationObject=bytes(AttestationObject.create("none", data, {})),
        ) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def get(self, options):
        """Answer to the options of a page that asks for a passkey."""
        options = json.loads(json.dumps(options))["publicKey"]
        client_data = self._client_data("webauthn.get", options["challenge"])
        data = AuthenticatorData.create(self._host_hash, self.flags, 1)
        signature = self.key.sign(bytes(data) + sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            clientDataJSON=client_data, authenticatorData=bytes(data), signature=signature, userHandle=self.owner
        )

    @property
    def _host_hash(self):
        return sha256(self.host.encode()).digest()

    def _client_data(self, kind, challenge):
        return bytes(CollectedClientData.create(type=kind, challenge=challenge, origin=self.origin))

    def _answer(self, **response):
        name = websafe_encode(self.credential_id)
        return {
            "type": "public-key",
            "id": name,
            "rawId": name,
            "response": {key: websafe_encode(value) for key, value in response.items()},
            "clientExtensionResults": {},
        }
