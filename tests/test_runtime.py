"""The package runs on AWS Lambda's own runtime, with nothing beside it.

`make runtime` sets up that runtime, in an environment of its own, and runs these tests; they print
what they measure.
"""

import shutil
import statistics
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator import ROOT
from simulator.assemble import understanding
from simulator.device import Device
from simulator.envelope import Echo
from tests.heavy import heavy
from tests.runtime_api import InitError, LocalLambda
from tests.test_conversations import FILES, broken, read
from tools.package import PYTHON_VERSION

HANDLER = "lambda_function.lambda_handler"
SKILL_ID = "amzn1.ask.skill.00000000-0000-0000-0000-000000000000"


@pytest.fixture(scope="module")
def python() -> Path:
    """The Python that has awslambdaric, and nothing else."""
    return heavy(ROOT / ".venv-runtime" / "bin" / "python", "make runtime")


@pytest.fixture
def unpacked(lambda_zip: Path, tmp_path: Path) -> Path:
    """The package, unpacked into an empty folder."""
    folder = tmp_path / "task"
    with zipfile.ZipFile(lambda_zip) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture
def function(python: Path, unpacked: Path) -> Iterator[LocalLambda]:
    """The skill, running as on AWS Lambda."""
    with LocalLambda(python, unpacked, HANDLER, {"SKILL_ID": SKILL_ID}) as running:
        yield running


def device(function: LocalLambda, locale: str) -> Device:
    """An Echo that talks to the running function."""
    return Device(function.invoke, Echo(SKILL_ID, locale), *understanding(locale))


def version(python: Path) -> str:
    """The version of this Python."""
    command = [str(python), "-c", "import platform; print(platform.python_version())"]
    done = subprocess.run(  # noqa: S603  # our own command
        command, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_it_holds_every_conversation(
    function: LocalLambda,
    python: Path,
    lambda_zip: Path,
    unpacked: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Unpacked into an empty folder, it says what it says at home, and writes nothing there.

    Not a line goes to the log, and no bytecode is made anew: what was shipped is what is used.
    """
    loading = function.processor_milliseconds()
    found = []
    for path in FILES:
        conversation = read(path)
        found += broken(conversation, device(function, conversation.locale))
    assert found == []
    memory = function.peak_memory() / 1024
    talking = function.processor_milliseconds() - loading
    assert function.log() == ""
    times = sorted(function.milliseconds)
    running = version(python)
    deployed = running.startswith(f"{PYTHON_VERSION}.")
    shipped = set(zipfile.ZipFile(lambda_zip).namelist())
    if deployed:
        assert {
            path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()
        } == shipped
    with capsys.disabled():
        note = "as deployed" if deployed else f"AWS Lambda will run {PYTHON_VERSION}"
        compiled = "with" if any(name.endswith(".pyc") for name in shipped) else "without"
        print(  # noqa: T201  # the figures are for the person who runs this
            f"\n  awslambdaric on Python {running} ({note}), {compiled} bytecode: "
            f"{len(FILES)} conversations, {len(times)} turns\n"
            f"  init {function.init_milliseconds:.0f} ms, "
            f"first turn {function.milliseconds[0]:.1f} ms, "
            f"median turn {statistics.median(times):.2f} ms, slowest {times[-1]:.1f} ms\n"
            f"  processor time: init {loading:.0f} ms, a turn {talking / len(times):.2f} ms; "
            f"peak memory {memory:.0f} MiB"
        )


def test_it_wakes_from_a_snapshot(python: Path, unpacked: Path) -> None:
    """With SnapStart, the runtime stops after loading, and a copy goes on from there."""
    environment = {"AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start", "SKILL_ID": SKILL_ID}
    with LocalLambda(python, unpacked, HANDLER, environment) as function:
        assert function.restored
        assert device(function, "en-US").hear("open ankle pain check").listening


def test_another_skills_request_is_refused(python: Path, unpacked: Path) -> None:
    """The skill id in the function's environment is checked: others hear that, and it ends."""
    with LocalLambda(python, unpacked, HANDLER, {"SKILL_ID": f"{SKILL_ID}1"}) as function:
        turn = device(function, "en-US").hear("open ankle pain check")
        assert turn.ends
        assert turn.attributes == {}


@pytest.mark.parametrize(
    ("missing", "kind"),
    [
        ("lambda_function.py", "Runtime.ImportModuleError"),
        ("dateutil", "Runtime.ImportModuleError"),
        ("ask_sdk_model", "Runtime.ImportModuleError"),
        ("triage/shipped.py", "Runtime.ImportModuleError"),
    ],
)
def test_a_broken_package_is_reported(
    python: Path, unpacked: Path, missing: str, kind: str
) -> None:
    """What the package lacks stops it while it starts, before anybody talks to it."""
    path = unpacked / missing
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    with pytest.raises(InitError) as stopped, LocalLambda(python, unpacked, HANDLER):
        pass
    assert stopped.value.error["errorType"] == kind
    assert Path(missing).stem in stopped.value.error["errorMessage"]
