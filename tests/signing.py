"""A certificate authority of our own, and requests signed as Alexa signs hers."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.test_events import event

__all__ = ["CHAIN_URL", "NOW", "SKILL_ID", "Authority", "Signer", "body_of", "fresh"]

CHAIN_URL = "https://s3.amazonaws.com/echo.api/made-up-cert.pem"
SKILL_ID = event("launch")["session"]["application"]["applicationId"]

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
#: One for all: to make one takes long, and none of them protects anything.
_KEY = rsa.generate_private_key(65537, 2048)
_DAY = timedelta(days=1)
#: What the dates of every certificate are counted from, however long the tests take.
NOW = datetime.now(UTC)


def fresh(name: str = "launch", **changes: Any) -> dict[str, Any]:
    """A request as Alexa would send it this moment; ``changes`` go into its ``request``."""
    request = event(name)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    request["request"] |= {"timestamp": now, **changes}
    return request


@dataclass(frozen=True)
class Signer:
    """A key, and the chain of certificates that vouches for it, the key's own first."""

    key: Key
    chain: bytes

    def headers(self, body: bytes, url: str = CHAIN_URL) -> dict[str, str]:
        """The headers with which Alexa sends this body."""
        assert isinstance(self.key, rsa.RSAPrivateKey)
        signature = self.key.sign(body, padding.PKCS1v15(), hashes.SHA256())
        return {
            "SignatureCertChainUrl": url,
            "Signature-256": base64.b64encode(signature).decode(),
            "Content-Type": "application/json; charset=utf-8",
        }


class Authority:
    """A root, an intermediate authority, and the leaves that it issues."""

    def __init__(self) -> None:
        self._keys = [rsa.generate_private_key(65537, 2048) for _ in range(2)]
        self.root = self._authority("Made-up Root", "Made-up Root", self._keys[0], self._keys[0], 1)
        self._between = self._authority(
            "Made-up Authority", "Made-up Root", self._keys[1], self._keys[0], 0
        )

    def signer(  # noqa: PLR0913  each is one way in which a leaf can be wrong
        self,
        *,
        name: str = "echo-api.amazon.com",
        begins: timedelta = -_DAY,
        ends: timedelta = _DAY,
        signs: bool | None = True,
        key: Key = _KEY,
        whole: bool = True,
    ) -> Signer:
        """Issue a leaf like Alexa's, or one that differs as the arguments say.

        ``begins`` and ``ends`` are counted from ``NOW``; ``signs`` is whether its key usage allows
        signatures (None: it has no key usage); ``whole`` whether the chain holds the intermediate.
        """
        leaf = (
            x509.CertificateBuilder()
            .subject_name(_name("Made-up Leaf"))
            .issuer_name(_name("Made-up Authority"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW + begins)
            .not_valid_after(NOW + ends)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._keys[1].public_key()),
                critical=False,
            )
        )
        if signs is not None:
            leaf = leaf.add_extension(_usage(signs=signs, issues=False), critical=True)
        chain = [leaf.sign(self._keys[1], hashes.SHA256()), *([self._between] if whole else [])]
        pem = b"".join(part.public_bytes(serialization.Encoding.PEM) for part in chain)
        return Signer(key, pem)

    @staticmethod
    def _authority(
        subject: str, issuer: str, key: rsa.RSAPrivateKey, by: rsa.RSAPrivateKey, below: int
    ) -> x509.Certificate:
        return (
            x509.CertificateBuilder()
            .subject_name(_name(subject))
            .issuer_name(_name(issuer))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - 2 * _DAY)
            .not_valid_after(NOW + 2 * _DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=below), critical=True)
            .add_extension(_usage(signs=False, issues=True), critical=True)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False
            )
            .sign(by, hashes.SHA256())
        )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _usage(*, signs: bool, issues: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=False,
        key_encipherment=not issues,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issues,
        crl_sign=issues,
        encipher_only=False,
        decipher_only=False,
    )


def body_of(request: object) -> bytes:
    """The bytes of a request's body."""
    return json.dumps(request).encode()
