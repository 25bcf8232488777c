"""Words: nothing missing, nothing idle, one breath, one question, well-formed SSML."""

import string
import tomllib
from collections.abc import Iterator, Mapping
from importlib import import_module
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from dialogue import ABOUT_OPEN, OFFERS, TOPICS, Ask, Decided, Line, Open, Reply, Say
from speech import Texts, apology, refusal, say, texts_for
from speech.shipped import LOCALES_FOLDER
from tools.wording import LOCALES, faults
from triage import Question, rules
from triage.model import ACTIONS

QUESTIONS = rules().questions
ASKED = [question for question in QUESTIONS.values() if not question.volunteered]


def keys_of(question: Question) -> set[str]:
    """The texts that a question needs, by what the rules make of it."""
    keys = {"unsure"} if question.volunteered else {"question", "short", "why", "explain", "unsure"}
    if question.level or question.is_evidence:
        keys.add("because")
    if question.level and not question.volunteered:
        keys.add("check")
    if question.level == "today":
        keys.add("echo")
    return keys


def lines_of() -> set[str]:
    """The lines that replies are made of."""
    composed = {Say.ACK, Say.ECHO, Say.NOW, Say.NOW_AGAIN, Say.RESULT, Say.WHY_RESULT}
    composed |= {Say.RELIEF, Say.WHO, Say.TOPIC, *ABOUT_OPEN}
    keys = {str(line) for line in Say if line not in composed}
    keys |= {f"{offer}_again" for offer in (Open.OFFER_START, *OFFERS)}
    keys |= {f"{line}_nothing" for line in ("told", "recap", "handover")}
    keys |= {f"{line}_{urgency}" for line in ("relief", "who") for urgency in ("soon", "today")}
    keys |= {f"now_{action}" for action in ACTIONS["now"]} | {"result_soon", "result_today"}
    for told in ("result", "why"):
        keys |= {f"{told}_{pathway}" for pathway in ("nerve", "mechanical", "both", "unclear")}
        keys |= {f"{told}_{pathway}_back" for pathway in ("nerve", "mechanical", "both")}
        keys.add(f"{told}_unclear_nothing")
    keys |= {"now_because", "now_cannot_call", "now_close", "safety_net", "not_a_diagnosis"}
    return keys | {"error", "error_question", "not_for_me", "card_title", "card_text"}


def needed() -> set[str]:
    """Every key that the code asks a locale for."""
    keys = {f"line.{key}" for key in lines_of()} | {"varied.ack", "list.between", "list.last"}
    keys |= {f"topic.{topic}" for topic in TOPICS}
    keys |= {f"screen.{key}" for key in ("today", "soon", "left", "nearly_done")}
    keys |= {f"screen.{key}" for key in ("yes", "no", "unsure", "why")}
    return keys | {f"question.{q.id}.{key}" for q in QUESTIONS.values() for key in keys_of(q)}


def held(tables: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """Every key of a locale file, but for the places, which the texts themselves need."""
    for key, value in tables.items():
        name = f"{above}.{key}" if above else key
        if isinstance(value, Mapping):
            yield from held(value, name)
        elif above != "place":
            yield name


def told(locale: str) -> Iterator[tuple[str, str]]:
    """Every text of a locale, filled, under its key."""
    texts = texts_for(locale)
    for key, text in texts.lines.items():
        yield f"line.{key}", filled(texts, text)
    for topic, text in texts.topics.items():
        yield f"topic.{topic}", filled(texts, text)
    for question, block in texts.questions.items():
        for key, text in block.items():
            yield f"question.{question}.{key}", filled(texts, text)


def filled(texts: Texts, text: str, reasons: str = "") -> str:
    """A text with its places, and reasons where it names them."""
    return text.format_map({**texts.place, "reasons": reasons})


def words(text: str) -> int:
    """How many words a text has."""
    return len(text.replace("[pause]", "").split())


@pytest.mark.parametrize("file", sorted(LOCALES_FOLDER.glob("*.toml")), ids=lambda file: file.stem)
def test_no_text_is_missing_and_none_is_idle(file: Any) -> None:
    """A language has exactly the texts that are asked for; a region only replaces some of them."""
    keys = set(held(tomllib.loads(file.read_text("utf-8"))))
    missing = set() if "-" in file.stem else needed() - keys
    assert [] == [f"{file.name}: {key} is missing" for key in sorted(missing)]
    assert [] == [f"{file.name}: {key} is used by nothing" for key in sorted(keys - needed())]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_placeholder_can_be_filled_and_every_place_is_named(locale: str) -> None:
    """A placeholder is a place or the reasons; a place that no text names would be idle."""
    texts = texts_for(locale)
    every = [
        *texts.lines.values(),
        *(t for block in texts.questions.values() for t in block.values()),
    ]
    named = {field for text in every for _, field, _, _ in string.Formatter().parse(text) if field}
    assert {*texts.place, "reasons"} == named


@pytest.mark.parametrize("locale", LOCALES)
def test_what_asks_ends_in_its_one_question_mark(locale: str) -> None:
    """Questions, their short forms, their checks and the offers; nothing else asks."""
    offers = (Open.OFFER_START, *OFFERS)
    asking = {"question", "short", "check", "heard_right", "error_question"}
    asking |= {str(offer) for offer in offers} | {f"{offer}_again" for offer in offers}
    for key, text in told(locale):
        if key.rpartition(".")[2] in asking:
            assert (key, 1, True) == (key, text.count("?"), text.endswith("?"))
        else:
            assert (key, 0) == (key, text.count("?"))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_reason_is_a_clause_that_follows_on(locale: str) -> None:
    """It stands in the middle of a sentence, behind "because" or "I heard that"."""
    for key, text in told(locale):
        if key.endswith((".because", ".unsure")):
            assert not text.endswith((".", "?", "!")), key


@pytest.mark.parametrize("locale", LOCALES)
def test_a_reprompt_differs_from_its_question_and_is_shorter(locale: str) -> None:
    """Who stays silent did not take the question in: another wording, no longer than the first."""
    texts = texts_for(locale)
    for question in ASKED:
        asked, short = texts.question(question.id, "question"), texts.question(question.id, "short")
        assert asked != short
        assert words(short) <= words(asked), question.id


@pytest.mark.parametrize("locale", LOCALES)
def test_all_that_is_said_is_short_and_plain(locale: str) -> None:
    """Every line, and every result there can be: one breath a question, 80 words a result."""
    assert [] == list(faults(locale))


def pathways() -> list[tuple[str, bool]]:
    """Every pathway with every back link that the triage can give it."""
    linked = [
        (pathway, link) for pathway in ("nerve", "mechanical", "both") for link in (True, False)
    ]
    return [*linked, ("unclear", False), ("unclear_nothing", False)]


def result(decided: Decided, answers: Mapping[str, str], locale: str) -> str:
    """What is said as the result, with its closing offer."""
    lines = (Line(Say.RESULT), Line(Say.OFFER_RELIEF))
    return say(Reply(lines, Open.OFFER_RELIEF, False, decided, answers), locale).text


@pytest.mark.parametrize("urgency", ["soon", "today"])
@pytest.mark.parametrize(("pathway", "linked"), pathways())
def test_every_result_carries_the_safety_net_and_begins_with_what_presses(
    urgency: Any, pathway: Any, linked: bool
) -> None:
    """The safety net is in every result; what is needed today is its first sentence."""
    texts = texts_for("en-US")
    urgent = ("four_steps",) if urgency == "today" else ()
    name = pathway.removesuffix("_nothing")
    signs = ("shooting_pain", "numbness")
    reasons = () if pathway.endswith("_nothing") else signs
    decided = Decided(urgency, "appointment", name, linked, urgent, reasons)
    answers = {"four_steps": "unsure", "shooting_pain": "yes", "numbness": "yes"}
    spoken = result(decided, answers, "en-US")
    assert texts.line("safety_net") in spoken
    if urgency == "today":
        reason = texts.question("four_steps", "unsure")
        assert spoken.startswith(texts.line("result_today", reasons=reason))
    for reason in reasons:
        assert texts.question(reason, "because") in spoken


def test_what_a_person_hears_is_escaped_and_well_formed(monkeypatch: pytest.MonkeyPatch) -> None:
    """`&`, `<` and `>` in a text cannot break the SSML, nor can a text smuggle markup in."""
    text = "Fish & chips <break/> at 5 > 4, call 911. [pause] Then?"
    texts = texts_for("en")._replace(lines={"offer_relief": text})
    monkeypatch.setattr(import_module("speech.say"), "texts_for", lambda _: texts)
    decided = Decided("soon", "appointment", "unclear", False)
    spoken = say(Reply((Line(Say.OFFER_RELIEF),), "", True, decided, {}), "en")
    root = ET.fromstring(f"<speak>{spoken.ssml}</speak>")
    assert ["say-as", "break"] == [element.tag for element in root]
    plain = "Fish & chips <break/> at 5 > 4, call 911. Then?"
    assert plain == " ".join("".join(root.itertext()).split())
    assert plain == spoken.text


@pytest.mark.parametrize(
    ("locale", "same_as"),
    [("en-ZZ", "en"), ("xx-YY", "en"), ("", "en"), ("en", "en"), ("../en", "en"), ("-US", "en")],
)
def test_an_unknown_locale_falls_back_to_its_language_then_to_english(
    locale: str, same_as: str
) -> None:
    """Whatever locale arrives, somebody is spoken to."""
    assert texts_for(same_as) == texts_for(locale)


def test_a_region_says_only_some_things_differently() -> None:
    """The American texts are the English ones, but for the emergency number."""
    english, american = texts_for("en"), texts_for("en-US")
    assert english.place["emergency"] != american.place["emergency"]
    assert english.lines == american.lines


def test_a_missing_text_names_its_file_and_key() -> None:
    """Who translates is told what is missing, and where."""
    texts = texts_for("en-US")._replace(lines={}, varied={}, questions={})
    with pytest.raises(KeyError, match=r"en-US\.toml with en\.toml: line\.help is missing"):
        texts.line("help")
    with pytest.raises(KeyError, match=r"varied\.ack is missing"):
        texts.variant("ack", 1)
    with pytest.raises(KeyError, match=r"question\.numbness\.why is missing"):
        texts.question("numbness", "why")


def test_acknowledgements_vary() -> None:
    """No two answers in a row are acknowledged in the same words."""
    texts = texts_for("en-US")
    said = [texts.variant("ack", number) for number in range(10)]
    assert all(first != second for first, second in pairwise(said))


def test_an_apology_never_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even when the texts cannot be read, a sentence is said and a question asked."""
    monkeypatch.setattr(import_module("speech.say"), "texts_for", lambda _: 1 / 0)
    assert apology("en-US").text.endswith("?")
    assert apology("en-US").reprompt_text.endswith("?")


def test_a_refusal_asks_nothing() -> None:
    """Whoever is turned away is not kept waiting for an answer."""
    assert "" == refusal("en-US").reprompt_text
    assert "?" not in refusal("en-US").text


def test_at_now_the_first_words_say_what_to_do() -> None:
    """The action comes first, the person's own words next, and the reprompt says it again."""
    texts = texts_for("en-US")
    for action in ACTIONS["now"]:
        decided = Decided("now", action, "unclear", False, ("breathless",))
        lines = (Line(Say.NOW), Line(Say.HEARD_RIGHT))
        spoken = say(Reply(lines, Open.HEARD_RIGHT, False, decided, {"breathless": "yes"}), "en-US")
        do = texts.line(f"now_{action}")
        assert spoken.text.startswith(do)
        assert spoken.reprompt_text.startswith(do)
        assert texts.question("breathless", "because") in spoken.text


def test_a_result_before_it_is_decided_is_a_fault() -> None:
    """No outcome is ever told while questions are open."""
    reply = Reply((Line(Say.RESULT),), "injury", False, Ask("injury", "soon"), {})
    with pytest.raises(TypeError, match="decided"):
        say(reply, "en-US")
