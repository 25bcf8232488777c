"""The floor: the interview by plain dicts, with no SDK, no types and no care for odd requests.

What any handler in Python must do, and no more: it launches, takes a yes, a no or described signs,
finds the next question or the result by plain loops over the rules, and says the same words with
the same session attributes as the skill. It does not correct, go back, explain, doubt, repeat or
speak of an emergency. `floor.json`, beside it, holds the rules and the texts.
"""

import json
import os
import re
from typing import Any

__all__ = ["lambda_handler"]

Json = dict[str, Any]

with open(os.path.join(os.path.dirname(__file__), "floor.json"), encoding="utf-8") as file:
    DATA = json.load(file)
QUESTIONS: Json = DATA["questions"]
TEXTS: Json = DATA["texts"]
CODES = {question["code"]: name for name, question in QUESTIONS.items()}
OPENED_BY = {
    name: [other for other, q in QUESTIONS.items() if any(name in group for group in q["opens"])]
    for name in QUESTIONS
}
LETTERS = {"y": "yes", "n": "no", "u": "unsure"}
LEVELS = ("soon", "today", "now")
SAID = {"AMAZON.YesIntent": "yes", "AMAZON.NoIntent": "no"}
PHONE = re.compile(r"\d[\d ]+\d")
ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def lambda_handler(event: Json, context: object) -> Json:
    """Answer one request envelope with one response envelope."""
    del context
    request = event["request"]
    kept = event["session"].get("attributes") or {}
    answers = {
        CODES[group[at : at + 2]]: LETTERS[group[at + 2]]
        for group in kept.get("a", "").split(".")
        for at in range(0, len(group), 3)
    }
    told: dict[str, str] = {}
    if request["type"] == "LaunchRequest":
        first, words = "intro", line("intro")
    elif request["intent"]["name"] in SAID:
        told[CODES[kept["q"]]] = SAID[request["intent"]["name"]]
        ack = TEXTS["varied"]["ack"]
        first, words = "ack", ack[(len(answers) + 1) % len(ack)]
    else:
        told = described(request["intent"]["slots"])
        first, words = "told", line("told", reasons=clauses(told))
    answers.update(told)
    group = "".join(QUESTIONS[name]["code"] + answer[0] for name, answer in told.items())
    state = {"v": 1, "a": ".".join(filter(None, (kept.get("a"), group)))}
    asked, tally = decide(answers)
    if asked is None:
        state["q"], state["l"] = "offer_relief", "result offer_relief"
        words = f"{result(answers, tally)} {line('offer_relief')}"
        again = line("offer_relief_again")
        half = False
    else:
        half = len(answers) >= 6 and not kept.get("h")
        state["q"] = QUESTIONS[asked]["code"]
        state["l"] = f"{first} halfway question" if half else f"{first} question"
        texts = TEXTS["question"][asked]
        parts = (words, line("halfway") if half else "", texts["question"])
        words, again = " ".join(filter(None, parts)), texts["short"]
    if half or kept.get("h"):
        state["h"] = 1
    if not state["a"]:
        del state["a"]
    return {
        "version": "1.0",
        "sessionAttributes": state,
        "response": {
            "outputSpeech": speech(words),
            "reprompt": {"outputSpeech": speech(again)},
            "shouldEndSession": False,
        },
    }


def described(slots: Json) -> dict[str, str]:
    """The facts in the slots, of one value or of several: "question=answer"."""
    facts = {}
    for slot in slots.values():
        sent = slot.get("slotValue")
        several = sent["values"] if sent and sent["type"] == "List" else ()
        for value in (slot, *several):
            for authority in value.get("resolutions", {}).get("resolutionsPerAuthority", ()):
                if authority["status"]["code"] == "ER_SUCCESS_MATCH":
                    for found in authority["values"]:
                        question, _, answer = found["value"]["id"].partition("=")
                        facts[question] = answer
    return facts


def decide(answers: dict[str, str]) -> tuple[str | None, Json]:
    """The question to ask next, or None, and what the answers add up to."""
    tally: Json = {"level": 0, "nerve": 0, "mechanical": 0, "local": False, "back": set()}
    for name, answer in answers.items():
        question = QUESTIONS[name]
        if question["level"] and answer in ("unsure", question["worrying"]):
            tally["level"] = max(tally["level"], LEVELS.index(question["level"]))
        if answer == "yes":
            tally["nerve"] += question["nerve"]
            tally["mechanical"] += question["mechanical"]
            tally["local"] = tally["local"] or question["local_sign"]
            tally["back"].add(question["back_link"])
    left = [
        name
        for name, question in QUESTIONS.items()
        if name not in answers
        and not question["volunteered"]
        and all(any(answers.get(n, "no") != "no" for n in group) for group in question["opens"])
    ]
    for side in ("nerve", "mechanical"):
        reached, needed = tally[side], DATA["thresholds"][side]
        possible = sum(QUESTIONS[name][side] for name in left if QUESTIONS[name]["level"] != "now")
        tally[f"{side} open"] = reached < needed <= reached + possible
        tally[f"{side} reached"] = reached >= needed
    for name in left:
        question = QUESTIONS[name]
        if (
            (question["level"] and LEVELS.index(question["level"]) > tally["level"])
            or any(other not in answers for other in OPENED_BY[name])
            or (question["nerve"] and tally["nerve open"])
            or (question["mechanical"] and tally["mechanical open"])
        ):
            return name, tally
    return None, tally


def result(answers: dict[str, str], tally: Json) -> str:
    """What the person is told at the end, if no red flag was raised."""
    nerve, mechanical = tally["nerve reached"], tally["mechanical reached"]
    pathway = "unclear"
    if nerve:
        pathway = "both" if mechanical and tally["local"] else "nerve"
    elif mechanical:
        pathway = "mechanical"
    sides = (pathway,) if pathway in ("nerve", "mechanical") else ("nerve", "mechanical")
    weights = {
        name: sum(question[side] for side in sides)
        for name, question in QUESTIONS.items()
        if answers.get(name) == "yes"
    }
    signs = [name for name, weight in weights.items() if weight]
    signs = sorted(signs, key=lambda name: weights[name], reverse=True)[:3]
    key = f"result_{pathway}"
    if pathway != "unclear" and not tally["back"].isdisjoint(sides):
        key += "_back"
    elif not signs:
        key += "_nothing"
    told = line(key, reasons=clauses(dict.fromkeys(signs)))
    return f"{told} {line('result_soon')} {line('safety_net')} {line('not_a_diagnosis')}"


def clauses(names: Json) -> str:
    """What was said, listed as the language lists it."""
    *rest, last = [TEXTS["question"][name]["because"] for name in names]
    first = TEXTS["list"]["between"].join(rest)
    return str(TEXTS["list"]["last"].format(first=first, last=last) if rest else last)


def line(key: str, **values: str) -> str:
    """One text, filled."""
    return str(TEXTS["line"][key].format(**TEXTS["place"], **values))


def speech(words: str) -> Json:
    """The words as SSML."""
    ssml = PHONE.sub(r'<say-as interpret-as="digits">\g<0></say-as>', words.translate(ESCAPES))
    return {"type": "SSML", "ssml": f"<speak>{ssml}</speak>"}
