"""The page, and the few addresses that it asks. For this computer alone."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, jsonify, request, send_file, send_from_directory
from flask.typing import ResponseReturnValue

from simulator import ROOT
from simulator.assemble import MODELS
from simulator.model import ModelError
from simulator.text import SsmlError

from .conversation import Conversation, Conversations
from .export import ExportError, conversation_file, file_name

__all__ = ["RENDERER", "create_app"]

RENDERER = ROOT / "tests" / "node" / "node_modules" / "apl-viewhost-web" / "index.js"
"""Amazon's own renderer of screens, where ``make node`` has installed it."""

_ICON = ROOT / "assets" / "icon.svg"
_STATIC = Path(__file__).parent / "static"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_LONGEST_LINE = 1000

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
# Amazon's renderer is WebAssembly that lies in a data: address, and styles what it draws in place.
_SCREEN_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self' data:; base-uri 'none'; frame-ancestors 'self'"
)


def create_app(renderer: Path = RENDERER) -> Flask:
    """Make the application that serves the page at ``/``.

    ``renderer`` is the file of Amazon's renderer of screens; without it the page says so.
    """
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the answers came in this order
    app.before_request(_only_from_this_computer)
    app.after_request(_nothing_from_elsewhere)
    _add_page(app, renderer)
    _add_conversations(app)
    return app


def _only_from_this_computer() -> None:
    """Another site that is open in the same browser must not talk to the skill."""
    host = urlsplit(f"//{request.host}").hostname
    ours = request.host_url.rstrip("/")
    if host not in _LOOPBACK or request.headers.get("Origin", ours) != ours:
        abort(403)


def _nothing_from_elsewhere(answer: Response) -> Response:
    on_screen = request.path == "/screen.html"
    answer.headers["Content-Security-Policy"] = _SCREEN_POLICY if on_screen else _POLICY
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _add_page(app: Flask, renderer: Path) -> None:
    @app.get("/", defaults={"name": "index.html"})
    @app.get("/<path:name>")
    def page(name: str) -> ResponseReturnValue:
        return send_from_directory(_STATIC, name)

    @app.get("/icon.svg")
    def icon() -> ResponseReturnValue:
        return send_file(_ICON)

    @app.get("/amazon/apl-viewhost-web.js")
    def amazons_renderer() -> ResponseReturnValue:
        return send_file(renderer) if renderer.is_file() else abort(404)

    @app.get("/api/settings")
    def settings() -> ResponseReturnValue:
        locales = sorted(path.stem for path in MODELS.glob("*-*.json"))
        return jsonify(locales=locales, renderer=renderer.is_file())


def _add_conversations(app: Flask) -> None:
    conversations = Conversations()

    def found(name: str) -> Conversation:
        return conversations.find(name) or abort(404)

    @app.post("/api/conversations")
    def begin() -> ResponseReturnValue:
        asked = _asked(locale=str, screen=bool)
        name, begun = conversations.begin(asked["locale"], screen=asked["screen"])
        model = begun.device.model
        return jsonify(name=name, model=model.locale, invocation_name=model.invocation_name)

    @app.post("/api/conversations/<name>/heard")
    def hear(name: str) -> ResponseReturnValue:
        return jsonify(found(name).hear(_asked(line=str)["line"][:_LONGEST_LINE]))

    @app.post("/api/conversations/<name>/touched")
    def touch(name: str) -> ResponseReturnValue:
        asked = _asked(arguments=list, component=str)
        return jsonify(found(name).touch(asked["arguments"], asked["component"]))

    @app.post("/api/conversations/<name>/file")
    def write(name: str) -> ResponseReturnValue:
        promise = _asked(promise=str)["promise"][:_LONGEST_LINE]
        conversation = found(name)
        text = conversation_file(conversation.turns, conversation.locale, promise)
        return jsonify(name=file_name(promise), text=text)

    @app.errorhandler(ExportError)
    @app.errorhandler(ModelError)
    @app.errorhandler(SsmlError)
    def explain(error: Exception) -> ResponseReturnValue:
        return jsonify(error=str(error)), 409


def _asked(**wanted: type) -> dict[str, Any]:
    """Give the JSON object that was posted, which has all these keys with values of these types."""
    asked = request.get_json()
    if not isinstance(asked, dict):
        abort(400)
    for key, kind in wanted.items():
        if not isinstance(asked.get(key), kind):
            abort(400, f"{key} is missing, or is no {kind.__name__}")
    return asked
