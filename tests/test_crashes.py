"""The endpoint's process is slow, or dies, in the middle of a conversation.

Alexa holds the answers, and the process holds nothing. So whatever becomes of it, the next turn
goes on where the last one was heard. While no process is there to answer, Alexa says so herself.
"""

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from os import kill
from pathlib import Path
from socket import create_connection

import pytest

from dialogue import Decided, Open, State, position
from tests.alexa_rules import faults
from tests.envelopes import Json
from tests.processes import Running
from tests.signing import body_of, fresh
from tests.test_webservice_serving import ask, serve

#: Nobody waits so long for anything but a process that does not answer.
IMPATIENT = 1.0


class Person:
    """Somebody who talks to an endpoint; Alexa holds their session."""

    def __init__(self) -> None:
        self.attributes: Json = {}

    @property
    def answers(self) -> dict[str, str]:
        """What they have answered so far."""
        return State.from_attributes(self.attributes).answers

    def request(self, name: str) -> Json:
        """The envelope of this intent, now."""
        request = fresh("intent_yes", intent={"name": name, "confirmationStatus": "NONE"})
        request["session"]["attributes"] = self.attributes
        return request

    def say(self, endpoint: Running, name: str) -> str:
        """Say it, hear a sentence, which obeys Amazon's rules, and lose no answer by it."""
        request, before = self.request(name), self.answers
        status, answer = ask(endpoint.port, body_of(request))
        assert 200 == status
        assert [] == faults(request, answer)
        self.attributes = answer["sessionAttributes"]
        assert before.items() <= self.answers.items()
        return str(answer["response"]["outputSpeech"]["ssml"])

    def finish(self, endpoint: Running) -> None:
        """Say no until there is a result."""
        for _ in range(25):
            if State.from_attributes(self.attributes).open == Open.OFFER_RELIEF:
                return
            self.say(endpoint, "AMAZON.NoIntent")
        raise AssertionError("the interview has no end")


@pytest.fixture
def endpoint(tmp_path: Path) -> Iterator[Running]:
    """An endpoint as `make endpoint` starts it, on this computer alone."""
    with serve(tmp_path, ENDPOINT_VERIFY="off") as endpoint:
        yield endpoint
        # One that stands still would not end.
        kill(endpoint.pid, signal.SIGCONT)


@pytest.fixture
def person(endpoint: Running) -> Person:
    """Somebody who is in the middle of it, and has a sign of a nerve."""
    person = Person()
    person.say(endpoint, "AMAZON.HelpIntent")
    for name in ("AMAZON.NoIntent", "AMAZON.NoIntent", "AMAZON.NoIntent", "AMAZON.YesIntent"):
        person.say(endpoint, name)
    assert 4 == len(person.answers)
    return person


def test_a_slow_answer_is_an_answer(endpoint: Running, person: Person) -> None:
    """The process stands still for a while, and Alexa still waits."""
    kill(endpoint.pid, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as alexa:
        heard = alexa.submit(person.say, endpoint, "AMAZON.NoIntent")
        assert not heard.done()
        kill(endpoint.pid, signal.SIGCONT)
        assert heard.result().endswith("?</speak>")
    assert 5 == len(person.answers)


def test_after_an_answer_that_came_too_late_it_goes_on(endpoint: Running, person: Person) -> None:
    """Alexa gave up on it and never heard it; the person says the same again."""
    held = person.answers
    kill(endpoint.pid, signal.SIGSTOP)
    with create_connection(("127.0.0.1", endpoint.port), IMPATIENT) as alexa:
        body = body_of(person.request("AMAZON.NoIntent"))
        alexa.sendall(
            b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(body)
        )
        alexa.sendall(body)
        with pytest.raises(TimeoutError):
            alexa.recv(1)
    kill(endpoint.pid, signal.SIGCONT)
    person.say(endpoint, "AMAZON.NoIntent")
    assert held.items() < person.answers.items()
    assert 5 == len(person.answers)
    person.finish(endpoint)


def test_a_process_that_dies_takes_no_answer_with_it(
    endpoint: Running, person: Person, tmp_path: Path
) -> None:
    """In the middle of a turn; another one goes on to the result, with every answer."""
    held = person.answers
    kill(endpoint.pid, signal.SIGSTOP)
    with create_connection(("127.0.0.1", endpoint.port)) as alexa:
        alexa.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n{")
        kill(endpoint.pid, signal.SIGKILL)
        with suppress(ConnectionResetError):
            assert b"" == alexa.recv(1)
    with pytest.raises(ConnectionError):
        person.say(endpoint, "AMAZON.NoIntent")
    (tmp_path / "next").mkdir()
    with serve(tmp_path / "next", ENDPOINT_VERIFY="off") as another:
        person.say(another, "AMAZON.RepeatIntent")
        assert held == person.answers
        person.finish(another)
    assert held.items() < person.answers.items()
    here = position(State.from_attributes(person.attributes))
    assert isinstance(here, Decided)
    assert ("numbness",) == here.pathway_reasons


def test_others_are_answered_while_somebody_never_finishes(
    endpoint: Running, person: Person
) -> None:
    """More of them than the process has threads, each halfway through a request."""
    with ExitStack() as hanging:
        for _ in range(40):
            alexa = hanging.enter_context(create_connection(("127.0.0.1", endpoint.port)))
            alexa.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000\r\n\r\n{")
        person.finish(endpoint)
    assert "error" not in endpoint.log.read_text(encoding="utf-8").lower()


def test_many_talk_at_once_and_each_hears_their_own(endpoint: Running) -> None:
    """The process keeps nothing of anybody, so nobody hears of another's answers."""
    with ThreadPoolExecutor(8) as alexa:
        list(alexa.map(lambda number: conversation(endpoint, number), range(24)))


def conversation(endpoint: Running, number: int) -> None:
    """Give answers of their own, and find those and no others."""
    person, said = Person(), []
    person.say(endpoint, "AMAZON.HelpIntent")
    for turn in range(5):
        asked = State.from_attributes(person.attributes).open
        answer = "yes" if asked in ("numbness", "back_pain") and number >> turn & 1 else "no"
        person.say(endpoint, "AMAZON.YesIntent" if answer == "yes" else "AMAZON.NoIntent")
        said.append((str(asked), answer))
    assert dict(said) == person.answers
