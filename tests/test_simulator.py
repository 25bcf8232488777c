"""The simulated device keeps sessions and sends requests as Alexa does."""

import json

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import RequestEnvelope

from simulator.assemble import assemble
from simulator.device import Device, Turn
from simulator.envelope import Echo, Json, Session, intent_request, launch_request
from simulator.model import Entity, Model
from simulator.model import Intent as ModelIntent
from simulator.openings import load_openings
from simulator.record import record
from simulator.text import SsmlError
from simulator.understand import FALLBACK, Slot, SlotValue, Understanding, Understood

SKILL_ID = "amzn1.ask.skill.11111111-1111-1111-1111-111111111111"
MODEL = Model(
    "en-US",
    "foot check",
    {"Yes": ModelIntent(("yes",), {}), "Stop": ModelIntent(("stop",), {})},
    {},
)


def speech(words: str) -> Json:
    """Put words as a response holds them."""
    return {"outputSpeech": {"type": "SSML", "ssml": f"<speak>{words}</speak>"}}


class Echoing:
    """A skill that keeps every request, counts its turns, and ends when told to stop."""

    def __init__(self, **changes: object) -> None:
        """Take parts of the response that replace its own."""
        self.heard: list[Json] = []
        self.changes = changes

    def __call__(self, event: Json, _context: object) -> Json:
        """Answer as a skill does."""
        self.heard.append(json.loads(json.dumps(event)))
        attributes = event["session"].pop("attributes")
        intent = event["request"].get("intent", {}).get("name")
        response = {
            **speech("Well?"),
            "reprompt": speech("Still there?"),
            "shouldEndSession": intent == "Stop",
            **self.changes,
        }
        kept = {"turns": attributes.get("turns", 0) + 1}
        return {"version": "1.0", "sessionAttributes": kept, "response": response}


def device(skill: Echoing, *, screen: bool = False) -> Device:
    """Set up a device that talks to ``skill``."""
    openings = load_openings("en", MODEL.invocation_name)
    return Device(skill, Echo(SKILL_ID, "en-GB", screen), Understanding(MODEL, "and"), openings)


def requests(skill: Echoing) -> list[tuple[str, bool, Json]]:
    """Tell each request by its intent or type, whether its session was new, what that held."""
    return [
        (
            event["request"].get("intent", event["request"]).get("name", event["request"]["type"]),
            event["session"]["new"],
            event["session"]["attributes"],
        )
        for event in skill.heard
    ]


def test_a_session_goes_on_until_it_ends() -> None:
    """Attributes come back with the next request; after an end all is new, and empty."""
    skill = Echoing()
    echo = device(skill)
    ends = [echo.hear(line).ends for line in ("open foot check", "yes", "stop", "yes")]
    assert ends == [False, False, True, False]
    assert requests(skill) == [
        ("LaunchRequest", True, {}),
        ("Yes", False, {"turns": 1}),
        ("Stop", False, {"turns": 2}),
        ("Yes", True, {}),
    ]
    ids = [event["session"]["sessionId"] for event in skill.heard]
    assert ids[0] == ids[1] == ids[2] != ids[3]
    assert len({event["request"]["requestId"] for event in skill.heard}) == 4


def test_silence_is_the_reprompt_then_the_end() -> None:
    """No request for the first; the second tells the skill why, and plays nothing."""
    skill = Echoing()
    echo = device(skill)
    echo.hear("open foot check")
    first, second, third = echo.hear(""), echo.hear(" "), echo.hear("")
    assert (first.intent, first.says, first.ends) == (None, "Still there?", False)
    assert first.attributes == {"turns": 1}
    assert (second.intent, second.says, second.ends) == ("SessionEndedRequest", "", True)
    assert (second.ssml, second.reprompt) == (None, None)
    assert (third.intent, third.says, third.ends) == (None, "", True)
    assert requests(skill)[1:] == [("SessionEndedRequest", False, {"turns": 1})]
    assert skill.heard[1]["request"]["reason"] == "EXCEEDED_MAX_REPROMPTS"


def test_an_answer_after_the_reprompt_goes_on() -> None:
    """Two silences end a session only in a row."""
    skill = Echoing()
    echo = device(skill)
    lines = ("open foot check", "", "yes", "", "yes")
    assert [echo.hear(line).ends for line in lines] == [False] * 5


def test_silence_without_a_reprompt_is_the_end() -> None:
    """Alexa has nothing to play, so it closes the session at once."""
    skill = Echoing(reprompt=None)
    echo = device(skill)
    echo.hear("open foot check")
    assert echo.hear("").intent == "SessionEndedRequest"


def test_an_opening_within_a_session_begins_afresh() -> None:
    """Whoever opens the skill again, or asks it something by name, gets a new session."""
    skill = Echoing()
    echo = device(skill)
    for line in ("open foot check", "alexa, open foot check", "ask foot check yes"):
        echo.hear(line)
    assert requests(skill) == [
        ("LaunchRequest", True, {}),
        ("LaunchRequest", True, {}),
        ("Yes", True, {}),
    ]


@pytest.mark.parametrize("line", ["gibberish", "ask foot check about gibberish", "!"])
def test_what_is_not_understood_is_sent_as_that(line: str) -> None:
    """As Alexa does, in a new session as in an old one."""
    skill = Echoing()
    echo = device(skill)
    assert [echo.hear(line).intent, echo.hear("gibberish").intent] == [FALLBACK, FALLBACK]


def test_the_skill_shares_nothing_with_the_device() -> None:
    """The skill above takes the attributes out of its request, and the turn still has them."""
    echo = device(Echoing())
    echo.hear("open foot check")
    request = echo.hear("yes").request
    assert request is not None
    assert request["session"]["attributes"] == {"turns": 1}


def test_speech_that_alexa_would_refuse_is_an_error() -> None:
    """It would be an error tone on a real device; here it says what is wrong."""
    with pytest.raises(SsmlError, match="not well-formed"):
        device(Echoing(**speech("A & B"))).hear("open foot check")


def test_whether_the_microphone_is_open_is_what_the_skill_said() -> None:
    """A session can be open without it."""
    assert device(Echoing()).hear("open foot check").listening
    closed = device(Echoing(shouldEndSession=None)).hear("open foot check")
    assert (closed.listening, closed.ends) == (False, False)


def known(value: object, *unknown: str) -> object:
    """Leave out what is None, and the ``unknown`` keys, at any depth."""
    if isinstance(value, dict):
        return {
            key: known(part, *unknown)
            for key, part in value.items()
            if part is not None and key not in unknown
        }
    return [known(part, *unknown) for part in value] if isinstance(value, list) else value


def assert_amazon_knows(envelope: Json) -> None:
    """Read an envelope with Amazon's own SDK and write it again: nothing may be lost.

    But for two fields that Alexa sends and the SDK does not know, and how times are written.
    """
    serializer = DefaultSerializer()
    read = serializer.deserialize(json.dumps(envelope), RequestEnvelope)
    unknown = ("source", "shouldLinkResultBeReturned", "timestamp")
    assert known(serializer.serialize(read), *unknown) == known(envelope, *unknown)


@pytest.mark.parametrize("screen", [False, True])
def test_an_envelope_is_whole(screen: bool) -> None:
    """As long as a real one, addressed to the skill, and known to Amazon's SDK in every part."""
    envelope = Echo(SKILL_ID, "en-GB", screen).envelope(launch_request(), Session())
    assert_amazon_knows(envelope)
    assert 2000 < len(json.dumps(envelope)) < 4000
    system = envelope["context"]["System"]
    for part in (envelope["session"], system):
        assert part["application"]["applicationId"] == SKILL_ID
        assert 150 < len(part["user"]["userId"]) < 250
    assert 150 < len(system["device"]["deviceId"]) < 250
    assert envelope["request"]["locale"] == "en-GB"
    assert ("Alexa.Presentation.APL" in system["device"]["supportedInterfaces"]) == screen
    assert ("Viewport" in envelope["context"]) == screen


def test_slots_arrive_as_alexa_sends_them() -> None:
    """One value simple, several as a list, none with the name only; each with its ids."""
    both = SlotValue("dead", (Entity("cold", "Cold"), Entity("numb", "Numb")))
    slots = (
        Slot("one", "SIGN", (both,)),
        Slot("many", "SIGN", (both, both)),
        Slot("none", "SIGN", ()),
    )
    request = intent_request(Understood("Has", slots), SKILL_ID)
    assert_amazon_knows(Echo(SKILL_ID, "en-US").envelope(request, Session()))
    sent = request["intent"]["slots"]
    resolutions = {
        "resolutionsPerAuthority": [
            {
                "authority": f"amzn1.er-authority.echo-sdk.{SKILL_ID}.SIGN",
                "status": {"code": "ER_SUCCESS_MATCH"},
                "values": [
                    {"value": {"name": "Cold", "id": "cold"}},
                    {"value": {"name": "Numb", "id": "numb"}},
                ],
            }
        ]
    }
    simple = {"type": "Simple", "value": "dead", "resolutions": resolutions}
    said = {"confirmationStatus": "NONE", "source": "USER"}
    older = {"value": "dead", "resolutions": resolutions}
    assert sent["one"] == {"name": "one", **said, **older, "slotValue": simple}
    assert sent["many"] == {
        "name": "many",
        **said,
        "slotValue": {"type": "List", "values": [simple, simple]},
    }
    assert sent["none"] == {"name": "none", "confirmationStatus": "NONE"}


def test_the_document_on_the_screen_is_named_in_what_follows() -> None:
    """From the moment it was shown, and only on a device that shows it."""
    name = "question"
    document = {"type": "Alexa.Presentation.APL.RenderDocument", "token": name}
    skill = Echoing(directives=[document])
    echo = device(skill, screen=True)
    assert echo.hear("open foot check").directives == (document,)
    echo.hear("yes")
    shown = [event["context"].get("Alexa.Presentation.APL", {}) for event in skill.heard]
    assert [part.get("token") for part in shown] == [None, name]


def test_a_record_tells_where_the_interview_stands() -> None:
    """What is asked, answered and decided is read from the attributes, by the skill's own code."""
    echo = assemble("en-US")
    opened = record(echo.hear("open ankle pain check"))
    told = record(echo.hear("no"))
    assert (opened["intent"], opened["asks"], opened["answers"]) == ("LaunchRequest", "injury", {})
    assert (told["asks"], told["answers"]) == ("foot_cold_or_pale", {"injury": "no"})
    assert told["decided"] is None
    decided = record(echo.hear("yes"))
    assert decided["decided"] == {
        "urgency": "now",
        "action": "call",
        "pathway": "unclear",
        "back_linked": False,
        "reasons": ["foot_cold_or_pale"],
    }
    assert decided["asks"] is None


def test_a_record_names_each_slot_value_and_its_id() -> None:
    """With the words that were heard; a slot that was not filled is left out."""
    slots = (
        Slot("sign", "SIGN", (SlotValue("dead", (Entity("cold", "Cold"),)),)),
        Slot("other", "SIGN", ()),
    )
    assert record(Turn("it is dead", "Has", slots))["slots"] == {
        "sign": [{"heard": "dead", "id": "cold"}]
    }


def test_the_end_is_a_request_that_amazon_knows() -> None:
    """Like every other."""
    skill = Echoing()
    echo = device(skill)
    for line in ("open foot check", "", ""):
        echo.hear(line)
    assert_amazon_knows(skill.heard[-1])
