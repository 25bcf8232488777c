"""An Echo, as far as a skill can tell: it hears a line, calls the skill, keeps the session."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .envelope import (
    Echo,
    Json,
    Session,
    intent_request,
    launch_request,
    session_ended_request,
    touch_request,
)
from .model import Model
from .openings import Openings
from .text import plain
from .understand import FALLBACK, Slot, Understanding, Understood

__all__ = ["Device", "Skill", "Turn"]

Skill = Callable[[Json, object], Json]
"""The skill's entry: a request envelope and a context in, a response envelope out."""


@dataclass(frozen=True)
class Turn:
    """What became of one line.

    ``intent`` is the intent sent, or the type of a request that has none, or None when no
    request was sent; ``request`` and ``response`` are the envelopes, None in that case too.
    ``says``, ``ssml`` and ``reprompt`` are what Alexa plays, ``attributes`` what the session
    holds afterwards, ``listening`` whether the microphone is open, ``milliseconds`` the time
    the skill took.
    """

    heard: str
    intent: str | None = None
    slots: tuple[Slot, ...] = ()
    request: Json | None = None
    response: Json | None = None
    says: str = ""
    ssml: str | None = None
    reprompt: str | None = None
    ends: bool = True
    listening: bool = False
    card: Json | None = None
    directives: tuple[Json, ...] = ()
    attributes: Json = field(default_factory=dict)
    milliseconds: float = 0.0


class Device:
    """Holds conversations with a skill, one session after the other."""

    def __init__(
        self, skill: Skill, echo: Echo, understanding: Understanding, openings: Openings
    ) -> None:
        """Take the skill, the device that speaks to it, and how utterances are understood."""
        self._skill = skill
        self._echo = echo
        self._understanding = understanding
        self._openings = openings
        self._session: Session | None = None
        self._last = Turn(heard="")
        self._last_shown: str | None = None

    @property
    def model(self) -> Model:
        """The interaction model by which utterances are understood."""
        return self._understanding.model

    def hear(self, line: str) -> Turn:
        """Take one line as said; an empty line is silence.

        Without an open session the line opens one, whatever it says: an opening as Alexa
        knows them ("open …", "ask … about …"), or else an utterance as if the skill had
        been asked with it. Within a session an opening starts the skill afresh, unless the
        line is something the skill understands. Raises ``text.SsmlError`` when the skill
        answers what Alexa would refuse to speak.
        """
        if not line.strip():
            self._last = self._silence(line)
        elif self._session is None:
            self._last = self._open(line)
        else:
            self._last = self._continue(line, self._session)
        return self._last

    def touch(self, arguments: Sequence[object], component: str = "") -> Turn:
        """Take a touch on the screen, which sends these arguments to the skill.

        It belongs to the document that was last shown. Without an open session it opens one.
        Raises ``text.SsmlError`` as ``hear`` does.
        """
        session = self._session or Session(document=self._last_shown)
        session.new = self._session is None
        request = touch_request(session.document or "", arguments, component)
        self._last = self._send("", session, request)
        return self._last

    def _open(self, line: str) -> Turn:
        session = Session()
        opening = self._openings.read(line)
        if opening is None:
            return self._intent(line, session, self._understand(line))
        if not opening.requests:
            return self._send(line, session, launch_request())
        readings = (self._understand(request) for request in opening.requests)
        return self._intent(line, session, next(filter(None, readings), None))

    def _continue(self, line: str, session: Session) -> Turn:
        session.new = False
        understood = self._understand(line)
        if understood is None and self._openings.read(line) is not None:
            return self._open(line)
        return self._intent(line, session, understood)

    def _understand(self, utterance: str) -> Understood | None:
        return self._understanding.understand(self._openings.without_wake_word(utterance))

    def _silence(self, line: str) -> Turn:
        """Play the reprompt, once; then, or where there is none, end the session."""
        if self._session is None:
            return Turn(heard=line)
        said = self._last.response or {}
        reprompt = said.get("response", {}).get("reprompt")
        if not reprompt:
            self._session.new = False
            request = session_ended_request("EXCEEDED_MAX_REPROMPTS")
            return self._send(line, self._session, request)
        ssml = _ssml(reprompt)
        return Turn(
            heard=line,
            says=plain(ssml),
            ssml=ssml,
            reprompt=plain(ssml),
            ends=False,
            listening=True,
            attributes=self._session.attributes,
        )

    def _intent(self, line: str, session: Session, understood: Understood | None) -> Turn:
        understood = understood or Understood(FALLBACK)
        request = intent_request(understood, self._echo.application_id)
        return self._send(line, session, request, understood)

    def _send(
        self, line: str, session: Session, request: Json, understood: Understood | None = None
    ) -> Turn:
        envelope = self._echo.envelope(request, session)
        # Through JSON both ways, as over the wire: nothing is shared with the skill.
        event = json.loads(json.dumps(envelope))
        started = time.perf_counter()
        answer = self._skill(event, None)
        milliseconds = (time.perf_counter() - started) * 1000
        answer = json.loads(json.dumps(answer))
        response = answer.get("response") or {}
        over = request["type"] == "SessionEndedRequest"
        ends = over or response.get("shouldEndSession") is True
        session.attributes = answer.get("sessionAttributes") or {}
        session.document = self._last_shown = _document(response, session.document)
        self._session = None if ends else session
        # Alexa plays nothing of an answer to the end of a session.
        speech = None if over else response.get("outputSpeech")
        reprompt = None if over else response.get("reprompt")
        return Turn(
            heard=line,
            intent=understood.intent if understood else request["type"],
            slots=understood.slots if understood else (),
            request=envelope,
            response=answer,
            says=plain(_ssml(response)) if speech else "",
            ssml=_ssml(response) if speech else None,
            reprompt=plain(_ssml(reprompt)) if reprompt else None,
            ends=ends,
            listening=response.get("shouldEndSession") is False and not over,
            card=response.get("card"),
            directives=tuple(response.get("directives") or ()),
            attributes=session.attributes,
            milliseconds=milliseconds,
        )


def _ssml(holder: Json) -> str:
    return str(holder["outputSpeech"]["ssml"])


def _document(response: Json, shown: str | None) -> str | None:
    for directive in response.get("directives") or ():
        if directive["type"] == "Alexa.Presentation.APL.RenderDocument":
            return str(directive["token"])
    return shown
