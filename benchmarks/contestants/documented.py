"""The documented way: the skill on ask-sdk-core as the SDK's own guide and samples build one.

One handler a kind of request, asked in turn; the skill builder's own Lambda handler, with all that
it does for each request; rules and texts as TOML. Dialogue and words are the skill's own.
"""

from typing import Any, cast

from ask_sdk_core.dispatch_components import AbstractExceptionHandler, AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_core.utils import get_locale, is_intent_name, is_request_type
from ask_sdk_model import Intent, IntentRequest, Response

from alexa.requests import slot_ids
from dialogue import Do, State, Turn, described, step
from speech import apology, say

__all__ = ["lambda_handler"]


class LaunchRequestHandler(AbstractRequestHandler):
    """The skill was opened."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return bool(is_request_type("LaunchRequest")(handler_input))

    def handle(self, handler_input: HandlerInput) -> Response:
        return reply(handler_input, Turn(Do.LAUNCH))


class YesIntentHandler(AbstractRequestHandler):
    """The person said yes."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return bool(is_intent_name("AMAZON.YesIntent")(handler_input))

    def handle(self, handler_input: HandlerInput) -> Response:
        return reply(handler_input, Turn(Do.YES))


class NoIntentHandler(AbstractRequestHandler):
    """The person said no."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return bool(is_intent_name("AMAZON.NoIntent")(handler_input))

    def handle(self, handler_input: HandlerInput) -> Response:
        return reply(handler_input, Turn(Do.NO))


class DescribeIntentHandler(AbstractRequestHandler):
    """The person described what they feel."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return bool(is_intent_name("DescribeIntent")(handler_input))

    def handle(self, handler_input: HandlerInput) -> Response:
        request = cast("IntentRequest", handler_input.request_envelope.request)
        return reply(handler_input, described(slot_ids(cast("Intent", request.intent))))


class SessionEndedRequestHandler(AbstractRequestHandler):
    """The session has ended."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return bool(is_request_type("SessionEndedRequest")(handler_input))

    def handle(self, handler_input: HandlerInput) -> Response:
        return handler_input.response_builder.response


class CatchAllExceptionHandler(AbstractExceptionHandler):
    """Something failed."""

    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:
        return True

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:
        spoken = apology(str(get_locale(handler_input)))
        return handler_input.response_builder.speak(spoken.ssml).ask(spoken.reprompt_ssml).response


def reply(handler_input: HandlerInput, turn: Turn) -> Response:
    """Answer this turn, from the session attributes and back into them."""
    attributes = handler_input.attributes_manager
    state, replied = step(State.from_attributes(attributes.session_attributes), turn)
    attributes.session_attributes = state.to_attributes()
    spoken = say(replied, str(get_locale(handler_input)))
    return handler_input.response_builder.speak(spoken.ssml).ask(spoken.reprompt_ssml).response


builder = SkillBuilder()
builder.add_request_handler(LaunchRequestHandler())
builder.add_request_handler(YesIntentHandler())
builder.add_request_handler(NoIntentHandler())
builder.add_request_handler(DescribeIntentHandler())
builder.add_request_handler(SessionEndedRequestHandler())
builder.add_exception_handler(CatchAllExceptionHandler())

lambda_handler: Any = builder.lambda_handler()
