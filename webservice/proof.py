"""Whether a request comes from Alexa, now, and is for this skill."""

import base64
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from ask_sdk_model import LaunchRequest, RequestEnvelope
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import Certificate

from alexa import is_for

from .chains import Chains
from .sdk import RequestVerifier, TimestampVerifier, VerificationException

__all__ = ["Signature", "prove_fresh", "prove_meant_for"]

#: The SDK's verifiers are given an envelope; that of the signature does not look at it.
_UNREAD: Final = RequestEnvelope()


class Signature(RequestVerifier):
    """Amazon's signature of the body, checked with a proven certificate.

    The SDK's verifier, which checks the headers and the address of the certificate; the steps
    that it leaves to certvalidator, or in which it lets other exceptions through, are ours.
    """

    def __init__(self, chains: Chains) -> None:
        """Take where certificate chains come from."""
        super().__init__()
        self._chains = chains

    def prove(self, headers: Iterable[tuple[str, str]], body: str) -> None:
        """Raise ``VerificationException``, which says why, unless Alexa signed this body."""
        self.verify(dict(headers), body, _UNREAD)

    def _validate_certificate_url(self, cert_url: str) -> None:
        try:
            super()._validate_certificate_url(cert_url)
        except ValueError as error:
            raise VerificationException(
                f"Signature Certificate URL cannot be read: {error}"
            ) from error

    def _load_cert_chain(self, cert_url: str) -> bytes:
        return self._chains.get(cert_url)

    def _validate_cert_chain(self, cert_chain: bytes) -> None:
        """Do nothing: what ``Chains`` gives is proven."""

    def _validate_end_certificate(self, x509_cert: Certificate) -> None:
        """Do nothing: its name and its dates are part of that proof."""

    def _valid_request_body(
        self, cert_chain: Certificate, signature: str, serialized_request_env: str
    ) -> None:
        try:
            signed = base64.b64decode(signature, validate=True)
        except ValueError as error:
            raise VerificationException("the signature is not base64") from error
        key = cert_chain.public_key()
        if not isinstance(key, RSAPublicKey):
            raise VerificationException("the certificate's key is not RSA")
        try:
            key.verify(signed, serialized_request_env.encode(), PKCS1v15(), SHA256())
        except InvalidSignature as error:
            raise VerificationException("the signature is not that of this body") from error


def prove_fresh(event: Mapping[str, Any]) -> None:
    """Raise ``VerificationException`` unless the request was sent within the last 150 seconds.

    The SDK's own rule, on the plain envelope: so it holds for one that the SDK cannot read too.
    """
    request = event.get("request")
    sent = request.get("timestamp") if isinstance(request, Mapping) else None
    try:
        timestamp = datetime.fromisoformat(str(sent))
    except ValueError:
        raise VerificationException("the request has no timestamp that can be read") from None
    if timestamp.tzinfo is None:
        raise VerificationException("the request's timestamp names no time zone")
    kind = request.get("type") if isinstance(request, Mapping) else None
    read = LaunchRequest(timestamp=timestamp)
    read.object_type = str(kind)
    TimestampVerifier().verify({}, "", RequestEnvelope(request=read))


def prove_meant_for(event: Mapping[str, Any], skill_id: str) -> None:
    """Raise ``VerificationException`` unless the request is addressed to this skill."""
    if not is_for(event, skill_id):
        raise VerificationException("the request is meant for another skill, or for none")
