"""Each fact of the article has a place in what the skill says, and can be asked for."""

from typing import Any

import pytest

from dialogue import TOPICS
from lambda_function import lambda_handler
from simulator.text import plain
from speech import Texts, texts_for
from tests.alexa_rules import faults
from tests.test_events import event
from tools.write_facts import FACTS, PAGE, page


def text_of(texts: Texts, key: str) -> str:
    """The text under a key of the locale file, unfilled; KeyError names one that is missing."""
    table, *path = key.split(".")
    found: Any = {"line": texts.lines, "topic": texts.topics, "question": texts.questions}[table]
    for part in path:
        found = found[part]
    return str(found)


def asked(topic: str, locale: str) -> dict[str, Any]:
    """A request, in the middle of a check, of somebody who asks about this topic."""
    request = event("intent_slot")
    request["request"]["locale"] = locale
    resolved = {"name": topic, "id": topic}
    resolution = {
        "authority": "a",
        "status": {"code": "ER_SUCCESS_MATCH"},
        "values": [{"value": resolved}],
    }
    slot = {
        "name": "topic",
        "value": topic,
        "resolutions": {"resolutionsPerAuthority": [resolution]},
    }
    request["request"]["intent"] = {"name": "TopicIntent", "slots": {"topic": slot}}
    return request


def test_all_twenty_one_facts_are_there() -> None:
    """None was dropped on the way."""
    assert [f"F{number}" for number in range(1, 22)] == list(FACTS)


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_is_spoken(name: str) -> None:
    """The texts that speak of it exist and hold its words; one of them can be asked for."""
    texts = texts_for("en")
    spoken = " ".join(text_of(texts, key) for key in FACTS[name]["spoken"]).lower()
    assert [] == [words for words in FACTS[name]["mentions"] if words.lower() not in spoken]
    assert FACTS[name]["mentions"]
    topics = [
        key.removeprefix("topic.") for key in FACTS[name]["spoken"] if key.startswith("topic.")
    ]
    assert topics
    assert set(topics) <= set(TOPICS)


@pytest.mark.parametrize("locale", ["en-US", "en-GB", "en-CA", "en-AU", "en-IN"])
@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_is_answered_and_the_open_question_comes_again(topic: str, locale: str) -> None:
    """In sixty words, through the whole skill, with nothing lost."""
    request = asked(topic, locale)
    answer = lambda_handler(request, None)
    assert [] == faults(request, answer)
    said = plain(answer["response"]["outputSpeech"]["ssml"])
    assert said.startswith(texts_for(locale).topic(topic))
    assert len(texts_for(locale).topic(topic).split()) <= 60


def test_the_page_is_fresh() -> None:
    """What docs/facts.md says is what tests/facts.toml says."""
    assert page() == PAGE.read_text("utf-8")
