"""The server of the simulator's page: what it answers, to whom, and conversations as files."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from simulator.assemble import assemble
from simulator.web.conversation import Conversation, Conversations
from simulator.web.export import ExportError, conversation_file, file_name
from simulator.web.server import create_app
from tests.processes import free_port, running
from tests.test_conversations import FILES, broken, read

OPENING = "open ankle pain check"
STATIC = Path(__file__).parent.parent / "simulator" / "web" / "static"
FILES_OF_THE_PAGE = sorted({path.name for path in STATIC.iterdir()} - {"index.html"})


def client(**arguments: Path) -> FlaskClient:
    """A browser's way to the server."""
    return create_app(**arguments).test_client()


def begun(site: FlaskClient, locale: str = "en-US", *, screen: bool = False) -> str:
    """Begin a conversation; gives its address."""
    answer = site.post("/api/conversations", json={"locale": locale, "screen": screen})
    assert 200 == answer.status_code
    return f"/api/conversations/{answer.get_json()['name']}"


def heard(site: FlaskClient, address: str, line: str) -> dict[str, Any]:
    """Say a line; gives the turn."""
    answer = site.post(f"{address}/heard", json={"line": line})
    assert 200 == answer.status_code
    turn: dict[str, Any] = answer.get_json()
    return turn


@pytest.mark.parametrize("name", ["", "icon.svg", *FILES_OF_THE_PAGE])
def test_every_file_of_the_page_is_served(name: str) -> None:
    """With a policy that lets it ask nobody but this server."""
    with client().get(f"/{name}") as answer:
        assert 200 == answer.status_code
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert ("'unsafe-eval'" in policy) == (name == "screen.html")


@pytest.mark.parametrize("path", ["/../server.py", "/%2e%2e/server.py", "/nothing.js", "/api/x"])
def test_nothing_else_is_served(path: str) -> None:
    """Above all nothing outside the page's own folder."""
    assert 404 == client().get(path).status_code


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "example.com"},
        {"Host": "127.0.0.1.example.com"},
        {"Host": "192.168.1.9:8000"},
        {"Host": "localhost:8000", "Origin": "http://example.com"},
        {"Host": "localhost:8000", "Origin": "http://localhost:9000"},
        {"Host": "localhost:8000", "Origin": "null"},
    ],
)
def test_another_site_is_refused(headers: dict[str, str]) -> None:
    """Though it is open in the same browser, or calls this computer by a name of its own."""
    asked = client().post(
        "/api/conversations", json={"locale": "en-US", "screen": False}, headers=headers
    )
    assert 403 == asked.status_code


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000"])
def test_this_computer_is_answered(host: str) -> None:
    """By each of its names."""
    headers = {"Host": host, "Origin": f"http://{host}"}
    assert 200 == client().get("/api/settings", headers=headers).status_code


@pytest.mark.parametrize("there", [True, False])
def test_the_renderer_is_optional(there: bool, tmp_path: Path) -> None:
    """The server says whether it is there."""
    path = tmp_path / "index.js"
    if there:
        path.write_text("1", encoding="utf-8")
    site = client(renderer=path)
    assert there is site.get("/api/settings").get_json()["renderer"]
    with site.get("/amazon/apl-viewhost-web.js") as answer:
        assert (200 if there else 404) == answer.status_code


def test_a_turn_shows_all_that_is_behind_it() -> None:
    """The record of the simulator, both envelopes, and whether the microphone is open."""
    site = client()
    address = begun(site)
    turn = heard(site, address, OPENING)
    assert ("LaunchRequest", True, False) == (turn["intent"], turn["listening"], turn["ends"])
    assert "LaunchRequest" == turn["request"]["request"]["type"]
    assert turn["attributes"] == turn["response"]["sessionAttributes"]
    assert turn["says"]
    assert {"injury": "no"} == heard(site, address, "no")["answers"]


def test_silence_brings_the_reprompt_and_then_the_end() -> None:
    """Nothing said, twice."""
    site = client()
    address = begun(site)
    opened = heard(site, address, OPENING)
    silent = heard(site, address, "")
    assert (opened["reprompt"], None) == (silent["says"], silent["request"])
    assert heard(site, address, "")["ends"]


def test_the_device_is_the_one_that_was_asked_for() -> None:
    """Its locale and its screen stand in the request."""
    site = client()
    request = heard(site, begun(site, "en-GB", screen=True), OPENING)["request"]
    interfaces = request["context"]["System"]["device"]["supportedInterfaces"]
    assert ("en-GB", ["Alexa.Presentation.APL"]) == (request["request"]["locale"], [*interfaces])
    request = heard(site, begun(site), OPENING)["request"]
    assert {} == request["context"]["System"]["device"]["supportedInterfaces"]


def test_a_touch_is_sent_as_the_screen_sends_it() -> None:
    """With its arguments, in the session that is open; what was answered stays."""
    site = client()
    address = begun(site, screen=True)
    heard(site, address, OPENING)
    heard(site, address, "no")
    asked = {"arguments": ["made", 1], "component": "button"}
    turn = site.post(f"{address}/touched", json=asked).get_json()
    request = turn["request"]["request"]
    assert "Alexa.Presentation.APL.UserEvent" == request["type"] == turn["intent"]
    assert (["made", 1], "button") == (request["arguments"], request["source"]["id"])
    assert {"injury": "no"} == turn["answers"]


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("/api/conversations", {"locale": "en-US"}, 400),
        ("/api/conversations", {"locale": 1, "screen": True}, 400),
        ("/api/conversations", ["en-US"], 400),
        ("/api/conversations/none/heard", {"line": "no"}, 404),
        ("/api/conversations/none/touched", {"arguments": [], "component": ""}, 404),
        ("/api/conversations/none/file", {"promise": ""}, 404),
    ],
)
def test_a_wrong_question_is_refused(path: str, asked: Any, status: int) -> None:
    """And the server lives on."""
    assert status == client().post(path, json=asked).status_code


def test_only_json_is_read() -> None:
    """Which another site's form cannot send."""
    form = client().post("/api/conversations", data={"locale": "en-US", "screen": "1"})
    assert 415 == form.status_code


def test_old_conversations_make_room() -> None:
    """However often the page is loaded anew, memory does not grow."""
    kept = Conversations()
    names = [kept.begin("en-US", screen=False)[0] for _ in range(70)]
    assert kept.find(names[0]) is None
    assert kept.find(names[-1])
    assert len(set(names)) == len(names)


def test_a_server_that_cannot_listen_says_so(tmp_path: Path) -> None:
    """As where another one runs already."""
    port = free_port()
    with running(tmp_path, port, "simulator.web", "--port", str(port)) as site:
        assert site.url in site.log.read_text(encoding="utf-8")
        other = tmp_path / "other"
        other.mkdir()
        command = ("simulator.web", "--port", str(port))
        with (
            pytest.raises(AssertionError, match=r"simulator: .*in use"),
            running(other, free_port(), *command),
        ):
            pass


# --- conversations as files


def held(path: Path) -> Conversation:
    """The conversation of this file, held on a page."""
    expected = read(path)
    conversation = Conversation(expected.locale, screen=False)
    for said in expected.turns:
        conversation.hear(said.utterance)
    return conversation


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_conversation_is_written_as_a_test_that_holds(path: Path, tmp_path: Path) -> None:
    """Whatever was said: the file says it again, expects what happened, and can fail."""
    conversation = held(path)
    text = conversation_file(conversation.turns, conversation.locale, "A promise.")
    written = tmp_path / file_name("A promise.")
    written.write_text(text, encoding="utf-8")
    again = read(written)
    expected = read(path)
    assert ("A promise.", expected.locale) == (again.promise, again.locale)
    assert [said.utterance for said in expected.turns] == [said.utterance for said in again.turns]
    assert all(said.clauses for said in again.turns)
    assert [] == broken(again, assemble(again.locale))


def test_what_cannot_be_written_is_said() -> None:
    """Nothing said yet, or something touched."""
    conversation = Conversation("en-US", screen=True)
    with pytest.raises(ExportError, match="Nothing has been said"):
        conversation_file(conversation.turns, "en-US", "")
    conversation.hear(OPENING)
    conversation.touch(["yes"], "button")
    with pytest.raises(ExportError, match="touch"):
        conversation_file(conversation.turns, "en-US", "")


def test_a_conversation_is_handed_out_as_a_file() -> None:
    """With a name made of its promise; or with the reason why not."""
    site = client()
    address = begun(site)
    empty = site.post(f"{address}/file", json={"promise": ""})
    assert (409, "Nothing has been said yet.") == (empty.status_code, empty.get_json()["error"])
    heard(site, address, OPENING)
    file = site.post(f"{address}/file", json={"promise": "It begins.\n> x"}).get_json()
    assert "it_begins_x.txt" == file["name"]
    assert file["text"].startswith("# It begins. > x\n> open ankle pain check\n")


@pytest.mark.parametrize(
    ("promise", "name"),
    [
        ("Numbness that spreads.", "numbness_that_spreads.txt"),
        ("../../etc/passwd", "etc_passwd.txt"),
        ("It's  Ünusual", "its_unusual.txt"),
        ("", "conversation.txt"),
        ("w" * 300, "w" * 80 + ".txt"),
    ],
)
def test_a_file_is_named_after_its_promise(promise: str, name: str) -> None:
    """Plain words, and never a path."""
    assert name == file_name(promise)
