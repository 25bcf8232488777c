"""Amazon's certificate chains: downloaded, proven, and kept for a while."""

import warnings
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from http.client import HTTPException
from pathlib import Path
from threading import Lock
from urllib.request import HTTPRedirectHandler, Request, build_opener

import certifi
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509 import (
    Certificate,
    DNSName,
    ExtensionNotFound,
    KeyUsage,
    load_pem_x509_certificates,
)
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from .sdk import VerificationException

__all__ = ["Chains", "download", "prove", "public_roots"]

_SIGNER = DNSName("echo-api.amazon.com")
_SECONDS = 3.0
_LARGEST = 64 * 1024
_MOST_KEPT = 16
_KEPT = timedelta(hours=1)


class _NoRedirects(HTTPRedirectHandler):
    """The address was checked; where it would send us was not."""

    def redirect_request(self, *_: object) -> None:
        return None


def download(url: str, seconds: float = _SECONDS) -> bytes:
    """Fetch a certificate chain; ``seconds`` is the longest wait for the server's next word.

    Raises ``VerificationException`` for whatever goes wrong, and for more than 64 KB.
    """
    try:
        opener = build_opener(_NoRedirects)
        with opener.open(Request(url), timeout=seconds) as answer:  # noqa: S310  it was checked
            chain: bytes = answer.read(_LARGEST + 1)
    except (OSError, HTTPException, ValueError) as error:
        raise VerificationException(
            f"the certificate chain could not be loaded ({type(error).__name__}: {error})"
        ) from error
    if len(chain) > _LARGEST:
        raise VerificationException(f"the certificate chain is larger than {_LARGEST} bytes")
    return chain


@cache
def public_roots() -> tuple[Certificate, ...]:
    """The root certificates that the public trusts, as certifi lists them."""
    with warnings.catch_warnings():
        # One of them has a serial number that is no longer allowed; that is its owner's affair.
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        return tuple(load_pem_x509_certificates(Path(certifi.where()).read_bytes()))


def prove(chain: bytes, roots: Sequence[Certificate], now: datetime) -> None:
    """Prove that this PEM chain ends in a certificate with which Alexa signs.

    Its first certificate must be valid at ``now``, be made for echo-api.amazon.com and for
    signatures, and lead to one of the ``roots``. Raises ``VerificationException`` otherwise.
    """
    try:
        leaf, *others = load_pem_x509_certificates(chain)
    except ValueError as error:
        raise VerificationException("what was loaded is no certificate chain") from error
    policy = PolicyBuilder().store(Store(list(roots))).time(now)
    try:
        policy.build_server_verifier(_SIGNER).verify(leaf, others)
    except VerificationError as error:
        raise VerificationException(f"the certificate chain is not valid: {error}") from error
    try:
        signs = leaf.extensions.get_extension_for_class(KeyUsage).value.digital_signature
    except ExtensionNotFound:
        signs = False
    if not signs:
        raise VerificationException("the certificate is not for digital signatures")


class Chains:
    """Certificate chains by address. Keeps a few that were proven; safe in threads."""

    def __init__(
        self,
        roots: Sequence[Certificate] | None = None,
        load: Callable[[str], bytes] = download,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Take the trusted roots (the public's by default), how a chain is loaded, and a clock."""
        self._roots = public_roots() if roots is None else roots
        self._load = load
        self._now = now
        self._kept: OrderedDict[str, tuple[datetime, bytes]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, url: str) -> bytes:
        """Give the chain at this address, proven now; whether it is kept or freshly loaded.

        Raises ``VerificationException`` when it cannot be loaded or proven. A chain is kept for
        an hour at most, and only a proven one: junk pushes nothing out.
        """
        now = self._now()
        kept = self._find(url, now)
        chain = self._load(url) if kept is None else kept
        prove(chain, self._roots, now)
        if kept is None:
            self._keep(url, now + _KEPT, chain)
        return chain

    def _find(self, url: str, now: datetime) -> bytes | None:
        with self._lock:
            until, chain = self._kept.get(url, (now, None))
            if chain is None or until < now:
                return None
            self._kept.move_to_end(url)
            return chain

    def _keep(self, url: str, until: datetime, chain: bytes) -> None:
        with self._lock:
            self._kept[url] = until, chain
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
