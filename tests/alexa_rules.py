"""Amazon's rules for a response, checked on any response to any request.

``faults(request, response)`` lists what Amazon, or certification, would refuse. The numbers are
those of Amazon's documentation, the stricter one where two are given.
"""

import json
from typing import Any
from xml.etree import ElementTree as ET

from simulator.text import SsmlError, plain

__all__ = ["faults"]

Json = dict[str, Any]

_MOST_BYTES = 24 * 1024
_MOST_ATTRIBUTE_BYTES = 300
_MOST_CHARACTERS = 8000
_LONGEST_BREAK = 10.0
#: Requests that are told, and to which nothing may be spoken.
_SILENT = ("SessionEndedRequest", "System.ExceptionEncountered", "AlexaSkillEvent.")
_SPOKEN_KEYS = ("outputSpeech", "reprompt", "card", "directives")


def faults(request: Json, response: Json) -> list[str]:
    """List the faults of a response envelope to a request envelope; none is an empty list.

    Both are plain JSON objects. Speech must be well-formed SSML under 8,000 characters. A
    question mark, and one alone, ends whatever leaves the microphone open, which has a
    reprompt that does the same; nothing that closes the session asks. ``shouldEndSession``
    is said on purpose. To the end of a session nothing is answered. The whole stays under
    24 KB, the session attributes under 300 bytes.
    """
    found = [*_size_faults(response)]
    body = response.get("response", {})
    if request["request"]["type"].startswith(_SILENT):
        return found + [
            f"{key} in reply to what must stay silent" for key in _SPOKEN_KEYS if body.get(key)
        ]
    ends = body.get("shouldEndSession")
    if not isinstance(ends, bool):
        found.append(f"shouldEndSession is {ends!r}, which is not said on purpose")
    found += _speech_faults("speech", body.get("outputSpeech"), asks=ends is False)
    if ends is False:
        reprompt = body.get("reprompt") or {}
        found += _speech_faults("reprompt", reprompt.get("outputSpeech"), asks=True)
    elif body.get("reprompt"):
        found.append("a reprompt, though the session is closed")
    return found + _card_faults(body.get("card"))


def _size_faults(response: Json) -> list[str]:
    found = []
    if response.get("version") != "1.0":
        found.append(f"version is {response.get('version')!r}")
    size = len(json.dumps(response).encode())
    if size >= _MOST_BYTES:
        found.append(f"the response has {size} bytes")
    attributes = response.get("sessionAttributes") or {}
    size = len(json.dumps(attributes, separators=(",", ":")).encode())
    if size >= _MOST_ATTRIBUTE_BYTES:
        found.append(f"the session attributes have {size} bytes")
    return found


def _speech_faults(what: str, speech: Json | None, *, asks: bool) -> list[str]:
    if not speech or speech.get("type") != "SSML" or "ssml" not in speech:
        return [f"no {what} in SSML"]
    ssml = speech["ssml"]
    try:
        text = plain(ssml)
    except SsmlError as error:
        return [f"the {what} has {error}"]
    found = []
    if not text:
        found.append(f"the {what} says nothing")
    if len(ssml) >= _MOST_CHARACTERS:
        found.append(f"the {what} has {len(ssml)} characters")
    if asks and (text.count("?") != 1 or not text.endswith("?")):
        found.append(
            f"the {what} leaves the microphone open and ends in no single question: {text}"
        )
    if not asks and "?" in text:
        found.append(f"the {what} asks, and closes the session: {text}")
    return found + _break_faults(what, ssml)


def _break_faults(what: str, ssml: str) -> list[str]:
    declared = ssml.replace("<speak>", '<speak xmlns:amazon="amazon">', 1)
    times = [pause.get("time", "0s") for pause in ET.fromstring(declared).iter("break")]
    return [f"the {what} pauses for {time}" for time in times if _seconds(time) > _LONGEST_BREAK]


def _seconds(time: str) -> float:
    return float(time[:-2]) / 1000 if time.endswith("ms") else float(time.removesuffix("s"))


def _card_faults(card: Json | None) -> list[str]:
    if card is None:
        return []
    words = "".join(str(card.get(key, "")) for key in ("title", "content", "text"))
    if len(words) >= _MOST_CHARACTERS:
        return [f"the card has {len(words)} characters"]
    return []
