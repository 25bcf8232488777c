"""Any sequence of turns at all, through the front door: nothing is lost, and nobody is left in.

Hypothesis invents conversations of real envelopes: everything a person can say or touch, silence,
requests that come twice or late, sessions that begin anew with old attributes, attributes of
another version. A plain model beside it keeps what the person said and took back themselves; after
every single turn the skill must agree with it.
"""

import json
import os
from typing import Any, NamedTuple

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from alexa import INTENTS
from dialogue import NOTHING, SELF_HARM, TOPICS, Ask, Decided, Do, Open, Say, State, position
from lambda_function import lambda_handler
from tests.alexa_rules import faults
from tests.envelopes import (
    LOCALES,
    SILENT,
    Json,
    envelope,
    intent,
    launch,
    no_match,
    silent,
    slot,
    state_in,
    touch,
)
from tests.talking import QUESTIONS
from tests.triage_oracle import NOW, told
from triage import ANSWERS
from triage.model import URGENCIES

#: Turns that only the person's own word can be: what they do to answers is modelled apart.
CHANGING = {Do.YES, Do.NO, Do.UNSURE, Do.TELL, Do.BACK, Do.START_OVER, Do.UNHEARD}
BY_MEANING = {
    do: sorted(name for name, meaning in INTENTS.items() if meaning is do)
    for do in {*INTENTS.values()}
}
HARMLESS = sorted(name for name, do in INTENTS.items() if do not in {*CHANGING, Do.TOPIC})
WORRYING = {q.id: q.worrying for q in QUESTIONS.values() if q.worrying}
FACTS = st.lists(
    st.one_of(
        st.builds("{}={}".format, st.sampled_from(sorted(QUESTIONS)), st.sampled_from(ANSWERS)),
        st.builds("{}={}".format, st.sampled_from(sorted(WORRYING)), st.just("yes")),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda fact: fact.partition("=")[0],
)
#: What tells a person what to do, when care is needed now.
DO_NOW = {Say.NOW, Say.NOW_AGAIN, Say.CRISIS}
#: What no button says of itself, or one of a screen that has gone.
ODD_TOUCHES: list[list[Any]] = [
    *([does, about] for does in ANSWERS for about in ("fever", Open.HEARD_RIGHT, "made_up", "")),
    *(["yes"], ["answer", "yes"], ["child", "injury"], [], [None, 7], ["x" * 500]),
]


class Model(NamedTuple):
    """What the person said and has not taken back.

    groups  the answers, in the groups in which they were given
    doubted red flags that led to `now`, were taken back as misheard, and must be asked again
    """

    groups: tuple[tuple[tuple[str, str], ...], ...] = ()
    doubted: frozenset[str] = frozenset()

    @property
    def answers(self) -> dict[str, str]:
        """All answers that count."""
        return {question: answer for group in self.groups for question, answer in group}

    def told(self, answers: dict[str, str]) -> "Model":
        """After these answers, which replace older ones."""
        kept = self.without(answers)
        return kept._replace(groups=(*kept.groups, tuple(answers.items())) if answers else ())

    def without(self, questions: Any) -> "Model":
        """Without the answers to these."""
        groups = (tuple(pair for pair in g if pair[0] not in questions) for g in self.groups)
        return self._replace(groups=tuple(filter(None, groups)))


class Sent:
    """An envelope that was sent, its answer, and where the conversation stood after it."""

    def __init__(self, whole: Json) -> None:
        self.whole = whole
        self.answer: Json = {}
        self.after: tuple[Json, Model, bool] | None = None


class Conversation(RuleBasedStateMachine):
    """A person, Alexa and the skill."""

    @initialize(locale=st.sampled_from(LOCALES), screen=st.booleans())
    def begin(self, locale: str, screen: bool) -> None:
        """Somewhere, on some device."""
        self.locale, self.screen = locale, screen
        self.attributes: Json = {}
        self.model = Model()
        self.sent: list[Sent] = []
        self.new = True

    # --- what is sent, and what must hold whatever it was

    def send(self, request: Json) -> tuple[State, State]:
        """Send it in the session; gives the state before and after."""
        whole = envelope(
            request, self.attributes, new=self.new, locale=self.locale, screen=self.screen
        )
        self.sent.append(Sent(json.loads(json.dumps(whole))))
        return self.deliver(whole)

    def deliver(self, whole: Json) -> tuple[State, State]:
        """Hand the envelope to the skill; checks what holds for every answer."""
        before = State.from_attributes(whole["session"]["attributes"])
        answer = lambda_handler(whole, None)
        assert [] == faults(whole, answer)
        self.sent[-1].answer = json.loads(json.dumps(answer))
        after = state_in(answer)
        if silent(whole["request"]):
            return before, after  # Alexa does not read it
        self.attributes = json.loads(json.dumps(answer["sessionAttributes"]))
        ends = answer["response"]["shouldEndSession"]
        self.new = False
        assert bool(after.open) != ends
        here, expected = position(after), told(after.answers).action
        assert (here.urgency == "now") == (expected in NOW)
        assert here.urgency != "soon" or expected == "appointment"
        if here.urgency == "now":
            assert DO_NOW & {line.say for line in after.last}
            assert after.open == Open.HEARD_RIGHT or ends
        elif isinstance(here, Ask):
            assert after.open in (here.question, Open.OFFER_START) or ends
        if ends:
            self.attributes, self.new = {}, True
        return before, after

    def agree(self, expected: Model, before: State, after: State) -> None:
        """Require the answers to be those of the model, and no red flag to be forgotten."""
        assert expected.answers == after.answers
        here = position(after)
        if isinstance(here, Decided) and here.urgency != "now":
            assert expected.doubted <= after.answers.keys()
        taken_back = {
            question
            for question, answer in before.answers.items()
            if after.answers.get(question) != answer
        }
        if not taken_back and not _denied(before, after):
            was, now = position(before).urgency, here.urgency
            assert URGENCIES.index(was) <= URGENCIES.index(now)
        ended = self.new and not self.attributes
        self.model = Model() if ended else expected
        self.sent[-1].after = (dict(self.attributes), self.model, self.new)

    # --- turns that change no answer

    @rule(name=st.sampled_from(HARMLESS))
    def harmless(self, name: str) -> None:
        """Asks, waits, wants help, stops: every answer stays as it is."""
        self.agree(self.model, *self.send(intent(name)))

    @rule(topic=st.sampled_from([*TOPICS, "made_up"]))
    def topic(self, topic: str) -> None:
        """Asks a question."""
        request = intent("TopicIntent", slot("topic", "TOPIC", [topic]))
        before, after = self.send(request)
        if topic in TOPICS:
            self.agree(self.model, before, after)
        else:
            self._not_understood(before, after)

    @rule()
    def launch(self) -> None:
        """Opens the skill, perhaps in the middle."""
        self.agree(self.model, *self.send(launch()))

    @rule(request=st.sampled_from(SILENT))
    def over(self, request: Json) -> None:
        """The session ends, or Alexa reports a fault; the next one knows nothing of it."""
        self.send(request)
        if request["type"] == "SessionEndedRequest":
            self.attributes, self.model, self.new = {}, Model(), True

    # --- answers

    @rule(do=st.sampled_from([Do.YES, Do.NO, Do.NO, Do.UNSURE]), data=st.data())
    def answer(self, do: Do, data: st.DataObject) -> None:
        """Says yes, no or not sure, in one of the intents that mean it."""
        self.answer_as(do, data.draw(st.sampled_from(range(len(BY_MEANING[do])))))

    def answer_as(self, do: Do, which: int = 0) -> None:
        """Answers, in one of the intents that mean it."""
        before, after = self.send(intent(BY_MEANING[do][which]))
        self._answered(do.value, before, after)

    @rule()
    def to_the_end(self) -> None:
        """Gives the harmless answer to every question that is left, until there is a result."""
        state = State.from_attributes(self.attributes)
        for _ in range(2 * len(QUESTIONS)):
            if state.open not in QUESTIONS:
                return
            self.answer_as(Do.YES if WORRYING.get(state.open) == "no" else Do.NO)
            state = State.from_attributes(self.attributes)
        raise AssertionError("the interview has no end")

    @rule(does=st.sampled_from([*ANSWERS, "why"]))
    def touch(self, does: str) -> None:
        """Touches a button of the screen that shows what is open."""
        asked = str(State.from_attributes(self.attributes).open)
        before, after = self.send(touch(does, asked, token=asked))
        if does in ANSWERS:
            self._answered(does, before, after)
        else:
            self.agree(self.model, before, after)

    @rule(arguments=st.sampled_from(ODD_TOUCHES))
    def touch_oddly(self, arguments: list[Any]) -> None:
        """Touches a screen that has gone, or one that was never ours: nothing is answered."""
        asked = State.from_attributes(self.attributes).open
        before, after = self.send(touch(*arguments))
        if asked in arguments:
            self._answered(arguments[0], before, after)
        else:
            self.agree(self.model, before, after)

    def _answered(self, answer: str, before: State, after: State) -> None:
        asked = before.open
        if asked == Open.HEARD_RIGHT and answer == "no" and position(before).urgency == "now":
            self._misheard(before, after)
        elif asked in QUESTIONS and after.answers != before.answers:
            assert answer == after.answers[asked]
            self.agree(self.model.told({asked: answer}), before, after)
        else:
            self._unchanged(before, after)

    def _unchanged(self, before: State, after: State) -> None:
        """Hold that nothing was answered: it was no answer to anything, or is checked first."""
        if before.open == Open.HEARD_RIGHT and position(before).urgency == "now":
            assert position(after).urgency == "now" or self.new
        self.agree(self.model, before, after)

    def _misheard(self, before: State, after: State) -> None:
        """Only red flags that led to `now` are taken back, and each is asked again."""
        doubted = before.answers.keys() - after.answers.keys()
        assert doubted
        assert all(before.answers[name] == WORRYING[name] for name in doubted)
        again = {name for name in doubted if not QUESTIONS[name].volunteered}
        expected = self.model.without(doubted)
        doubted_since = self.model.doubted | again
        self.agree(expected._replace(doubted=doubted_since), before, after)

    @rule(name=st.sampled_from([*BY_MEANING[Do.UNHEARD], "MadeUpIntent", "AMAZON.MoreIntent"]))
    def not_understood(self, name: str) -> None:
        """Says something that nobody understood, or an intent that is not ours."""
        self._not_understood(*self.send(intent(name)))

    def _not_understood(self, before: State, after: State) -> None:
        if after.answers == before.answers:
            self.agree(self.model, before, after)
            return
        assert before.open in QUESTIONS
        self.agree(self.model.told({before.open: "unsure"}), before, after)

    # --- descriptions

    @rule(facts=FACTS, answer=st.sampled_from(["", *ANSWERS]), spread=st.booleans())
    def describe(self, facts: list[str], answer: str, spread: bool) -> None:
        """Tells several facts at once, in one slot or in several, perhaps beside an answer."""
        slots = [slot("symptom", "SYMPTOM", facts), slot("more", "SYMPTOM", ())]
        if spread:
            names = ("fact", "second", "third", "more")
            slots = [slot(n, "FACT", [f]) for n, f in zip(names, facts, strict=False)]
        if answer:
            slots.append(slot("answer", "ANSWER", [answer]))
        before, after = self.send(intent("DescribeIntent", *slots))
        told = dict(fact.split("=") for fact in facts)
        if answer and before.open in QUESTIONS and before.open not in told:
            beside = {before.open: answer, **told}
            told = beside if after.answers.get(before.open) == answer else told
        self.agree(self.model.told(told), before, after)

    @rule(answer=st.sampled_from(ANSWERS))
    def describe_an_answer(self, answer: str) -> None:
        """A description that holds nothing but yes, no or not sure."""
        request = intent("DescribeIntent", slot("answer", "ANSWER", [answer]))
        self._answered(answer, *self.send(request))

    @rule(ids=st.sampled_from([[NOTHING], ["made_up=yes"], ["numbness=maybe"], ["="], []]))
    def describe_nothing(self, ids: list[str]) -> None:
        """A description that states no fact."""
        request = intent("DescribeIntent", slot("symptom", "SYMPTOM", ids))
        self._not_understood(*self.send(request))

    @rule(
        ids=st.lists(st.sampled_from([*sorted(WORRYING), SELF_HARM, "made_up"]), max_size=3),
        resolved=st.booleans(),
    )
    def emergency(self, ids: list[str], resolved: bool) -> None:
        """Speaks of an emergency; one that Alexa could not place is one all the same."""
        request = intent("EmergencyIntent", slot("emergency", "EMERGENCY", ids))
        named = [name for name in ids if name in WORRYING] if resolved else []
        before, after = self.send(request if resolved else no_match(request))
        told = {name: str(WORRYING[name]) for name in named} or {"other_emergency": "yes"}
        self.agree(self.model.told(told), before, after)

    @rule(flag=st.sampled_from(sorted(WORRYING)))
    def misheard(self, flag: str) -> None:
        """Is taken to have spoken of an emergency, and says no to it."""
        self.emergency(ids=[flag], resolved=True)
        self.answer_as(Do.NO)

    # --- the person's own word against what they said

    @rule(name=st.sampled_from(BY_MEANING[Do.BACK]))
    def back(self, name: str) -> None:
        """Takes back the last turn that told anything, or says that it was misheard."""
        before, after = self.send(intent(name))
        urgent = position(before).urgency == "now"
        if after.answers == before.answers:
            self.agree(self.model, before, after)
        elif urgent and before.open == Open.HEARD_RIGHT:
            self._misheard(before, after)
        else:
            expected = self.model._replace(groups=self.model.groups[:-1])
            self.agree(expected, before, after)

    @rule(name=st.sampled_from(BY_MEANING[Do.START_OVER]))
    def start_over(self, name: str) -> None:
        """Drops everything."""
        before, after = self.send(intent(name))
        assert {} == after.answers
        self.agree(Model(), before, after)

    # --- what Alexa and the network do

    @precondition(lambda self: self.sent)
    @rule(data=st.data(), goes_on=st.booleans())
    def again(self, data: st.DataObject, goes_on: bool) -> None:
        """The same request a second time, or an older one late: the same answer as before.

        Where Alexa takes that answer for the last word, the conversation goes on from there.
        """
        sent = data.draw(st.sampled_from(self.sent[-6:]))
        assert sent.answer == lambda_handler(json.loads(json.dumps(sent.whole)), None)
        if goes_on and sent.after:
            attributes, self.model, self.new = sent.after
            self.attributes = dict(attributes)

    @rule(launched=st.booleans())
    def new_session(self, launched: bool) -> None:
        """Alexa says that the session is new, and hands over the old attributes all the same."""
        self.new = True
        if launched:
            self.launch()

    @rule(version=st.sampled_from([0, 2, "1", None, 1.5, [], {}]))
    def stale(self, version: Any) -> None:
        """Another version of the skill spoke with this person a minute ago."""
        if self.attributes:
            self.attributes["v"] = version

    @rule(key=st.sampled_from("qlmuhs"), value=st.sampled_from([None, "zz", 99, [], {}, "x" * 999]))
    def damaged(self, key: str, value: Any) -> None:
        """A part of the attributes that holds no answer is lost."""
        if self.attributes:
            self.attributes[key] = value

    @rule(locale=st.sampled_from(LOCALES))
    def elsewhere(self, locale: str) -> None:
        """The device's language is changed in the middle."""
        self.locale = locale


def _denied(before: State, after: State) -> bool:
    """Whether an implied sign was denied in this turn: a correction too, and the person's own."""
    implied = {
        QUESTIONS[name].implies for name, answer in before.answers.items() if answer == "yes"
    }
    news = after.answers.keys() - before.answers.keys()
    return any(name in implied and after.answers[name] != "yes" for name in news)


def test_every_intent_is_among_the_turns() -> None:
    """An intent that is new must be said above, too."""
    by_rules = {*HARMLESS, "TopicIntent", "DescribeIntent", "EmergencyIntent"}
    by_meaning = CHANGING - {Do.TELL}
    assert INTENTS.keys() == by_rules.union(*(BY_MEANING[do] for do in by_meaning))


TestConversation = Conversation.TestCase
TestConversation.settings = settings(
    max_examples=int(os.environ.get("CONVERSATIONS", "30")), stateful_step_count=40
)
