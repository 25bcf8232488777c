"""The page in the skill store: its texts, icons and declarations."""

import re
from collections.abc import Iterator, Mapping

from speech import texts_for
from tools.certify.subject import Check, Subject
from tools.draw_icons import IconError, check

__all__ = ["CHECKS", "CLAIM", "lines"]

_LIMITS = {"name": 50, "summary": 160, "description": 4000}
_MOST_KEYWORDS = 30
_MOST_INSTRUCTIONS = 4000

# What a health skill must say on its page, by language. A new language needs its own.
_DISCLAIMER: Mapping[str, Mapping[str, str]] = {
    "en": {
        "it is no medical advice": r"\bnot medical advice\b",
        "it informs and educates": r"\binformational and educational purposes only\b",
        "it replaces no professional": (
            r"\bnot a substitute for professional medical advice, diagnosis or treatment\b"
        ),
        "to call a doctor": r"\bcall your doctor\b",
        "what to do in an emergency": r"\bin an emergency, call {emergency}",
    }
}

_OFFER = {
    "en": re.compile(
        r"\b(?:I'll|I will|I can|let me|shall I|should I|I am|I'm) (?:call|dial|contact|alert)",
        re.IGNORECASE,
    ).search
}

CLAIM = re.compile(
    r"\b(?:sav(?:e|es|ed|ing)\W+(?:\w+\W+)?(?:life|lives)|life\W?sav(?:er|ers|ing)|cures?|curing"
    r"|we diagnose|it diagnoses|guarantee[sd]?|clinically proven)\b",
    re.IGNORECASE,
)
"""What no health skill may claim."""

_DECLARATIONS = {
    "allowsPurchases": False,
    "containsAds": False,
    "isChildDirected": False,
    "isExportCompliant": True,
    "usesPersonalInfo": False,
    "usesHealthInfo": False,
}


def limits(subject: Subject) -> Iterator[str]:
    """Name, summary and description are there, within Amazon's lengths, with keywords."""
    for locale, page in subject.pages.items():
        for key, most in _LIMITS.items():
            length = len(page.get(key, ""))
            if not 1 < length <= most:
                yield f"{locale}: {key} has {length} characters; it may have 2 to {most}"
        keywords = page.get("keywords", [])
        if not 0 < len(keywords) <= _MOST_KEYWORDS or len(set(keywords)) < len(keywords):
            yield f"{locale}: keywords: 1 to {_MOST_KEYWORDS}, no two alike"


def disclaimer(subject: Subject) -> Iterator[str]:
    """Each description carries the whole disclaimer, with the emergency number of its place."""
    for locale, page in subject.pages.items():
        language = locale.partition("-")[0]
        if language not in _DISCLAIMER:
            yield f"{locale}: nothing says what a disclaimer in this language must contain"
        emergency = re.escape(texts_for(locale).place["emergency"])
        for what, pattern in _DISCLAIMER.get(language, {}).items():
            wanted = pattern.replace("{emergency}", emergency)
            if not re.search(wanted, page["description"], re.IGNORECASE):
                yield f"{locale}: the description does not say {what}"


def claims(subject: Subject) -> Iterator[str]:
    """No claim to save lives, to cure or to diagnose, in name, page or speech."""
    for locale, page in subject.pages.items():
        written = [page["name"], page["summary"], page["description"], *page["keywords"]]
        for text in (*written, subject.invocation_name(locale), *lines(locale)):
            if found := CLAIM.search(text):
                yield f"{locale}: {found[0]!r} in: {text}"


def calls_nobody(subject: Subject) -> Iterator[str]:
    """It never offers to call responders; it says that it cannot, and tells the person to."""
    for locale in subject.pages:
        offer = _OFFER.get(locale.partition("-")[0])
        if offer is None:
            yield f"{locale}: nothing says how an offer to call sounds in this language"
            continue
        yield from (f"{locale}: offers to call: {text}" for text in lines(locale) if offer(text))
        if "now_cannot_call" not in texts_for(locale).lines:
            yield f"{locale}: no text says that the skill cannot call for anybody"


def icons(subject: Subject) -> Iterator[str]:
    """Icons of 108 and 512 pixels, PNG, drawn from the drawing in assets/ as it is now."""
    try:
        check(subject.root / "assets")
    except IconError as error:
        yield str(error)
    for locale, page in subject.pages.items():
        for key, size in (("smallIconUri", 108), ("largeIconUri", 512)):
            if page.get(key) != f"file://assets/icon-{size}.png":
                yield f"{locale}: {key} is {page.get(key)}"


def category(subject: Subject) -> Iterator[str]:
    """In the category of health, offered only in countries whose number it speaks."""
    publishing = subject.manifest["publishingInformation"]
    if publishing["category"] != "HEALTH_AND_FITNESS":
        yield f"the category is {publishing['category']}"
    countries = sorted(locale.partition("-")[2] for locale in subject.pages)
    if publishing["isAvailableWorldwide"] or publishing["distributionCountries"] != countries:
        yield f"it must be offered in {', '.join(countries)} alone"


def testing_instructions(subject: Subject) -> Iterator[str]:
    """Testing instructions, which the tests hold with the skill."""
    instructions = subject.manifest["publishingInformation"].get("testingInstructions", "")
    if not 0 < len(instructions) <= _MOST_INSTRUCTIONS:
        yield f"{len(instructions)} characters; there may be 1 to {_MOST_INSTRUCTIONS}"


def declarations(subject: Subject) -> Iterator[str]:
    """Not for children, no advertising, no purchases, no personal data, no HIPAA programme."""
    declared = {
        key: value
        for key, value in subject.manifest["privacyAndCompliance"].items()
        if key != "locales"
    }
    for key in sorted(declared.keys() | _DECLARATIONS):
        if declared.get(key) is not _DECLARATIONS.get(key):
            yield f"{key} is {declared.get(key)}, and must be {_DECLARATIONS.get(key)}"


def policy(subject: Subject) -> Iterator[str]:
    """A privacy policy, docs/privacy.md, and for each locale a public address of it."""
    if not (subject.root / "docs" / "privacy.md").is_file():
        yield "docs/privacy.md is missing"
    for locale in subject.pages:
        address = subject.policies.get(locale, {}).get("privacyPolicyUrl", "")
        if not address.startswith("https://"):
            yield f"{locale}: the address is {address!r}"


def lines(locale: str) -> list[str]:
    """All that the skill can say in this locale, text by text, placeholders not filled."""
    texts = texts_for(locale)
    varied = [text for variants in texts.varied.values() for text in variants]
    asked = [text for question in texts.questions.values() for text in question.values()]
    return [*texts.lines.values(), *varied, *asked]


CHECKS: tuple[Check, ...] = (
    limits,
    disclaimer,
    claims,
    calls_nobody,
    icons,
    category,
    testing_instructions,
    declarations,
    policy,
)
