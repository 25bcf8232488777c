"""Handlers for the ASK SDK: each reads, steps, says and responds. None decides anything."""

from ask_sdk_core.dispatch_components import AbstractExceptionHandler, AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.response_helper import ResponseFactory
from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_model import RequestEnvelope, Response, ResponseEnvelope

from alexa.log import log_failure, log_report
from alexa.requests import has_screen, is_silent, is_touch, locale_of, shallow, turn_of
from alexa.responses import end_silently, held, respond
from alexa.screens import screen
from alexa.serializer import PlannedSerializer
from dialogue import Reply, State, step
from speech import apology, card, say

__all__ = ["FailureHandler", "build_skill"]


class SilentHandler(AbstractRequestHandler):
    """The session has ended, or Alexa reports a fault in an answer of ours: nothing may be said."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return _is_silent(handler_input)

    def handle(self, handler_input: HandlerInput) -> Response:
        error = getattr(handler_input.request_envelope.request, "error", None)
        if error:
            log_report(error.object_type)
        _hand_back(handler_input)
        return end_silently(handler_input.response_builder)


class TurnHandler(AbstractRequestHandler):
    """Every other request is a turn of the conversation, so this one stands last."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        envelope, builder = handler_input.request_envelope, handler_input.response_builder
        request, session = envelope.request, envelope.session
        state = State.from_attributes(session.attributes if session else None)
        state, reply = step(state, turn_of(request, state.open))
        if session:
            handler_input.attributes_manager.session_attributes = state.to_attributes()
        locale = locale_of(request)
        shown = card(locale) if reply.shows_card else None
        if has_screen(envelope.context):
            _show(builder, reply, locale)
        return respond(builder, say(reply, locale), shown, at_once=is_touch(request))


class FailureHandler(AbstractExceptionHandler):
    """Says sorry and asks again; the session attributes go back as they came, answers and all.

    As they came, and not as the turn that failed would have them: the person has not heard the
    question that they would name as the open one.
    """

    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:
        """Whatever failed."""
        return True

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:
        """Say sorry, unless the session is over."""
        log_failure(exception)
        _hand_back(handler_input)
        request = handler_input.request_envelope.request
        if _is_silent(handler_input):
            return end_silently(handler_input.response_builder)
        # A builder of its own: the other may hold the card or the screen of the turn that failed.
        return respond(ResponseFactory(), apology(locale_of(request)))


def _show(builder: ResponseFactory, reply: Reply, locale: str) -> None:
    """Adds the screen. What fails here is logged, and the conversation goes on without it."""
    try:
        builder.add_directive(screen(reply, locale))
    except Exception as error:  # noqa: BLE001  # nobody goes unanswered for want of a picture
        log_failure(error)


def _hand_back(handler_input: HandlerInput) -> None:
    session = handler_input.request_envelope.session
    if session:
        handler_input.attributes_manager.session_attributes = held(session.attributes)


def _is_silent(handler_input: HandlerInput) -> bool:
    request = handler_input.request_envelope.request
    return is_silent(request and request.object_type)


class _Skill(CustomSkill):
    """The SDK copies a session's attributes in depth; those that are deep are none of ours."""

    def invoke(self, request_envelope: RequestEnvelope, context: object) -> ResponseEnvelope:
        session = request_envelope.session
        if session:
            session.attributes = shallow(session.attributes)
        return super().invoke(request_envelope, context)


def build_skill() -> CustomSkill:
    """The skill with all its handlers."""
    builder = SkillBuilder()
    builder.add_request_handler(SilentHandler())
    builder.add_request_handler(TurnHandler())
    builder.add_exception_handler(FailureHandler())
    skill = _Skill(builder.skill_configuration)
    skill.serializer = PlannedSerializer()
    return skill
