"""The Flask application: proves a request, then lets the skill answer it."""

import json
import logging
import time
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from alexa import answer_plainly, build_skill, log_failure

from .chains import Chains
from .proof import Signature, prove_fresh, prove_meant_for
from .sdk import SkillAdapter, VerificationException
from .settings import Settings

__all__ = ["LARGEST_BODY", "create_app"]

LARGEST_BODY: Final = 128 * 1024
"""The most bytes of a request's body. Alexa sends 2 to 4 KB, with a screen some more."""

_LOG: Final = logging.getLogger("ankle_pain_check.endpoint")
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


def create_app(settings: Settings, chains: Chains | None = None) -> Flask:
    """Make the application that answers Alexa's requests at ``/``.

    ``chains`` is where certificate chains come from: Amazon's, unless given. Whatever is refused
    gets a 400, and the log says why, in words that hold nothing of the body.
    """
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    # What the SDK would check after it has read the envelope is proven before.
    app.config["ASK_SDK_VERIFY_SIGNATURE"] = app.config["ASK_SDK_VERIFY_TIMESTAMP"] = False
    # An exception's message may hold what a person said, and Flask and the SDK log it.
    app.logger.addFilter(_without_exceptions)
    endpoint = _Endpoint(settings, Chains() if chains is None else chains, app)
    endpoint.register(app, "/")
    return app


class _Endpoint(SkillAdapter):
    """flask-ask-sdk's adapter, for requests that were proven first and are answered always."""

    def __init__(self, settings: Settings, chains: Chains, app: Flask) -> None:
        # The name that the adapter goes by; nothing is checked by it.
        super().__init__(build_skill(), skill_id=0, app=app)
        self._settings = settings
        self._signature = Signature(chains)

    def dispatch_request(self) -> Response:
        """Answer the request at hand as ``lambda_function.lambda_handler`` would."""
        try:
            event = self._proven()
        except (VerificationException, RequestEntityTooLarge) as reason:
            _LOG.warning("refused: %s", reason)
            raise BadRequest from reason
        started = time.perf_counter()
        try:
            answer: Response = super().dispatch_request()
        except Exception as error:  # noqa: BLE001  Alexa would make an error tone of it
            # The adapter raises an error of its own while it handles the true one.
            cause = error.__context__
            log_failure(cause if isinstance(cause, Exception) else error)
            answer = jsonify(answer_plainly(event))
        _LOG.info("answered in %.1f ms", (time.perf_counter() - started) * 1000)
        return answer

    def _proven(self) -> dict[str, Any]:
        """Give the request's envelope; raises what ``dispatch_request`` refuses for."""
        try:
            text = request.get_data().decode()
        except UnicodeDecodeError:
            raise VerificationException("the body is not UTF-8") from None
        if self._settings.verify:
            self._signature.prove(request.headers.items(), text)
        elif urlsplit(f"//{request.host}").hostname not in _LOOPBACK:
            raise VerificationException(
                "verification is off, and the request was not addressed to this computer"
            )
        event = _json_object(text)
        if self._settings.skill_id:
            prove_meant_for(event, self._settings.skill_id)
        if self._settings.verify:
            prove_fresh(event)
        return event


def _json_object(text: str) -> dict[str, Any]:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        raise VerificationException("the body is not JSON") from None
    if not isinstance(read, dict):
        raise VerificationException("the body is JSON, but no object")
    return read


def _without_exceptions(record: logging.LogRecord) -> bool:
    """Leave of an exception its type alone."""
    if record.exc_info and record.exc_info[0]:
        record.msg = f"{record.getMessage()} ({record.exc_info[0].__name__})"
        record.args, record.exc_info = (), None
    return True
