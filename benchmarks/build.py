"""Puts each contestant into a folder of its own, as it would be deployed."""

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from simulator import ROOT
from speech import texts_for
from tools.package.archive import write_zip
from tools.package.bytecode import bytecode_of, compile_all
from tools.package.contents import needed_files, our_files, pins
from tools.package.shipped import ready_made
from triage import rules

__all__ = ["HEAVY", "Contestant", "build", "floor_data", "sizes"]

#: Where `make bench` installs the packages of the others.
HEAVY: Final = ROOT / ".venv-bench"

_PLAIN: Final = HEAVY / "plain"
_NODE: Final = HEAVY / "node_modules"
_HERE: Final = Path(__file__).parent / "contestants"
_EVIDENCE: Final = ("nerve", "mechanical", "local_sign", "back_link")
_REQUIREMENTS: Final = ROOT / "lambda" / "requirements.txt"


class Contestant(NamedTuple):
    """One of those that hold the interview.

    ``folder`` is what would be deployed, ``runs`` the command without the mode, the requests and
    what stands between, ``environment`` what it needs beside.
    """

    name: str
    folder: Path
    runs: tuple[str, ...]
    module: str = "lambda_function"
    environment: Mapping[str, str] = {}

    def command(self, mode: str, requests: Path) -> list[str]:
        """The command that measures this, after the requests in that file."""
        return [*self.runs, mode, str(self.folder), self.module, str(requests)]


def build(folder: Path, python: str) -> list[Contestant]:
    """Put all that can be measured on this machine into `folder`, anew, for this Python.

    The first does nothing, the last is the skill as it is deployed. Needs what `make bench`
    installs; without Node.js, the contestant that needs it is left out.
    """
    shutil.rmtree(folder, ignore_errors=True)
    child = (python, "-I", "-B", "-W", "ignore", str(_HERE / "child.py"))
    ours, needed = our_files(ROOT / "lambda"), needed_files(pins(_REQUIREMENTS))
    plain = _files(_PLAIN)
    source = {name: content for name, content in plain.items() if not name.endswith(".pyc")}
    ladder = {**ours, **needed, **_own("ladder.py")}
    floor = {**_own("floor.py"), "floor.json": floor_data()}
    documented = {**source, **ours, **_own("documented.py")}

    def put(name: str, contents: Mapping[str, bytes], *, compiled: bool = True) -> Path:
        _write(folder / name, contents)
        if compiled:
            compile_all(python, folder / name)
        return folder / name

    found = [
        Contestant("nothing", folder, child, "-"),
        Contestant("floor", put("floor", floor), child, "floor"),
    ]
    if _NODE.exists():
        node = put("node", {**_own("node/index.js"), "floor.json": floor_data()}, compiled=False)
        shutil.copytree(_NODE, node / "node_modules")
        found.append(Contestant("node", node, ("node", str(_HERE / "node" / "child.js"))))
    as_installed = put("as_installed", documented, compiled=False)
    found.append(Contestant("as installed", as_installed, child, "documented"))
    found.append(Contestant("documented", put("documented", documented), child, "documented"))
    loose = put("ladder", ladder)
    found += [
        Contestant(steps, loose, child, "ladder", {"BENCHMARK_STEPS": steps})
        for steps in ("once", "planned", "parsed", "late")
    ]
    ready = put("ready_made", ready_made(ladder))
    found.append(Contestant("ready-made", ready, child, "ladder", {"BENCHMARK_STEPS": "late"}))
    package = {**ready_made(ours), **needed}
    package |= bytecode_of(package, python)
    found.append(Contestant("skill", put("skill", package, compiled=False), child))
    return found


def floor_data() -> bytes:
    """The rules and the texts, as the floor and the peer for Node.js read them."""
    found = rules()
    kept = ("code", "worrying", "level", "volunteered", *_EVIDENCE)
    questions = {
        name: {
            **{key: getattr(question, key) for key in kept},
            "opens": [sorted(group) for group in question.opens],
        }
        for name, question in found.questions.items()
    }
    texts = texts_for("en-US")
    return json.dumps(
        {
            "questions": questions,
            "thresholds": {
                "nerve": found.nerve_threshold,
                "mechanical": found.mechanical_threshold,
            },
            "texts": {
                "place": texts.place,
                "list": texts.listing,
                "varied": texts.varied,
                "line": texts.lines,
                "question": texts.questions,
            },
        }
    ).encode()


def _own(name: str) -> dict[str, bytes]:
    path = _HERE / name
    return {path.name: path.read_bytes()}


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _write(folder: Path, contents: Mapping[str, bytes]) -> None:
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def sizes(contestants: Sequence[Contestant]) -> dict[str, tuple[int, int]]:
    """Bytes of what each would deploy, unpacked and packed; and of "plain", which pip installs."""
    folders = {one.name: one.folder for one in contestants[1:]}
    return {name: _size(_files(folder)) for name, folder in {**folders, "plain": _PLAIN}.items()}


def _size(contents: Mapping[str, bytes]) -> tuple[int, int]:
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder, "package.zip")
        write_zip(archive, contents)
        return sum(map(len, contents.values())), archive.stat().st_size
