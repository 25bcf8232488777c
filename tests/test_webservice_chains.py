"""Certificate chains: loaded with a time limit, kept within bounds, and only while they hold."""

import time
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from ask_sdk_model import RequestEnvelope

from tests.answering import send, served
from tests.signing import NOW, Authority
from webservice.chains import Chains, download, prove, public_roots
from webservice.sdk import RequestVerifier, VerificationException

AUTHORITY = Authority()
CHAIN = AUTHORITY.signer().chain
URL = "https://s3.amazonaws.com/echo.api/made-up.pem"


class Shelf:
    """Gives the same chain for every address, and counts how often it was asked."""

    def __init__(self, chain: bytes = CHAIN) -> None:
        self.chain = chain
        self.asked: list[str] = []

    def load(self, url: str) -> bytes:
        """Give it."""
        self.asked.append(url)
        return self.chain


def test_a_proven_chain_is_loaded_once() -> None:
    """The next request does not wait for Amazon's server."""
    shelf = Shelf()
    chains = Chains([AUTHORITY.root], shelf.load)
    assert [CHAIN, CHAIN] == [chains.get(URL), chains.get(URL)]
    assert [URL] == shelf.asked


def test_a_chain_is_loaded_anew_after_an_hour() -> None:
    """Amazon may have replaced it."""
    shelf, now = Shelf(), [NOW]
    chains = Chains([AUTHORITY.root], shelf.load, lambda: now[0])
    for seconds in (0, 3599, 3601):
        now[0] = NOW + timedelta(seconds=seconds)
        chains.get(URL)
    assert [URL, URL] == shelf.asked


def test_only_a_few_are_kept() -> None:
    """However many addresses somebody makes up, memory does not grow; the least used go first."""
    shelf = Shelf()
    chains = Chains([AUTHORITY.root], shelf.load)
    chains.get(URL)
    for number in range(1000):
        chains.get(f"https://s3.amazonaws.com/echo.api/{number}.pem")
        chains.get(URL)
    assert len(chains) <= 16
    assert 1 == shelf.asked.count(URL)


def test_what_is_not_proven_is_not_kept() -> None:
    """Junk takes no room, and is not trusted the second time either."""
    shelf = Shelf(Authority().signer().chain)
    chains = Chains([AUTHORITY.root], shelf.load)
    for _ in range(2):
        with pytest.raises(VerificationException):
            chains.get(URL)
    assert (0, 2) == (len(chains), len(shelf.asked))


def test_a_kept_chain_is_proven_each_time() -> None:
    """A certificate that expires while it is kept is refused from then on."""
    shelf, now = Shelf(AUTHORITY.signer(ends=timedelta(minutes=5)).chain), [NOW]
    chains = Chains([AUTHORITY.root], shelf.load, lambda: now[0])
    chains.get(URL)
    now[0] = NOW + timedelta(minutes=6)
    with pytest.raises(VerificationException, match="not valid at validation time"):
        chains.get(URL)
    assert 1 == len(shelf.asked)


@pytest.mark.parametrize(
    ("moment", "valid"), [(timedelta(), True), (timedelta(days=3), False), (-timedelta(3), False)]
)
def test_a_chain_holds_between_its_dates(moment: timedelta, valid: bool) -> None:
    """Not before, not after."""
    when = NOW + moment
    if valid:
        prove(CHAIN, [AUTHORITY.root], when)
    else:
        with pytest.raises(VerificationException, match="not valid at validation time"):
            prove(CHAIN, [AUTHORITY.root], when)


def test_the_public_roots_do_not_trust_us() -> None:
    """The endpoint as it really runs refuses a chain of our own making."""
    assert len(public_roots()) > 50
    with pytest.raises(VerificationException, match="not valid"):
        Chains(load=Shelf().load).get(URL)


def test_the_stand_in_for_certvalidator_fails_closed() -> None:
    """The SDK's own verifier, which asks it, refuses even a good chain."""

    class Careless(RequestVerifier):
        def _load_cert_chain(self, cert_url: str) -> bytes:
            return CHAIN

    headers = {"SignatureCertChainUrl": URL, "Signature-256": ""}
    with pytest.raises(VerificationException, match="Certificate chain is not valid"):
        Careless().verify(headers, "", RequestEnvelope())


# --- over the wire


def test_a_chain_is_downloaded() -> None:
    """As it lies there."""
    with served(lambda handler: send(handler, 200, CHAIN)) as url:
        assert CHAIN == download(url)


def _slow(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(1)
    send(handler, 200, CHAIN)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (_slow, "TimeoutError"),
        (lambda handler: handler.wfile.write(b"what?"), "BadStatusLine"),
        (lambda handler: send(handler, 404), "404"),
        (lambda handler: send(handler, 302, Location="/other"), "302"),
        (lambda handler: send(handler, 200, b"x" * 70_000), "larger than 65536 bytes"),
    ],
)
def test_a_bad_download_is_refused(
    answer: Callable[[BaseHTTPRequestHandler], None], reason: str
) -> None:
    """Too slow, no HTTP, not there, elsewhere, too large: never another exception."""
    with served(answer) as url, pytest.raises(VerificationException, match=reason):
        download(url, seconds=0.3)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/a", "http://127.0.0.1/\x00 a", "nonsense"])
def test_an_address_that_leads_nowhere_is_refused(url: str) -> None:
    """Nobody there, or no address at all."""
    with pytest.raises(VerificationException, match="could not be loaded"):
        download(url, seconds=0.3)
