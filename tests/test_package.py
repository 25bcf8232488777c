"""What `make package` builds: what is inside, what is refused, and that it is always the same."""

import importlib.util
import marshal
import re
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest

from simulator import ROOT
from tools.package import PYTHON_VERSION, PackageError, bytecode, store
from tools.package.__main__ import main
from tools.package.bytecode import find_python
from tools.package.contents import needed_files, our_files, pins

OURS = ROOT / "lambda"
REQUIREMENTS = OURS / "requirements.txt"
SDK = {"ask_sdk_core", "ask_sdk_model", "ask_sdk_runtime", "dateutil", "six.py"}
INFO = re.compile(r"\w+-[\w.]+\.dist-info$")


@pytest.fixture(scope="module")
def contents(lambda_zip: Path) -> dict[str, bytes]:
    """Every file of the package, by name."""
    with zipfile.ZipFile(lambda_zip) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_all_of_our_code_ships(contents: dict[str, bytes]) -> None:
    """Each module as it is in lambda/, but for the two that `make package` replaces, ready-made."""
    found = {
        path.relative_to(OURS).as_posix(): path.read_bytes()
        for path in OURS.rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts
        and path != REQUIREMENTS
        and path.suffix != ".toml"
        and path.name != "shipped.py"
    }
    assert found.items() <= contents.items()
    assert "triage/shipped.py" in contents
    assert "requirements.txt" not in contents


def test_nothing_else_ships(contents: dict[str, bytes]) -> None:
    """Beside our code only the SDK and what it needs: no HTTP client, no tests, no libraries."""
    ours = {path.name for path in OURS.iterdir()} - {"requirements.txt"}
    top = {name.partition("/")[0] for name in contents} - {"__pycache__"}
    others = {name for name in top - ours if not INFO.match(name)}
    assert others == SDK
    for name in contents:
        assert re.search(r"\.(py|pyc|toml|json)$|\.dist-info/[A-Z]+(\.txt)?$", name), name
        assert not re.search(r"(^|/)tests?/", name), name


def test_every_package_says_whose_it_is(contents: dict[str, bytes]) -> None:
    """The versions are the pinned ones, and licences travel with the code."""
    shipped = {name.partition("/")[0] for name in contents if ".dist-info/" in name}
    pinned = {f"{n.replace('-', '_')}-{v}.dist-info" for n, v in pins(REQUIREMENTS).items()}
    assert shipped == pinned
    for package in ("ask_sdk_model", "python_dateutil", "six"):
        assert any(re.match(rf"{package}-.*/LICENSE$", name) for name in contents)


def test_bytecode_is_for_the_deployed_python(contents: dict[str, bytes]) -> None:
    """Every module has its own, marked as not to be compared with the source, from AWS's folder."""
    if find_python(PYTHON_VERSION) is None:
        assert not any(name.endswith(".pyc") for name in contents)
        return
    modules = {name for name in contents if name.endswith(".py")}
    tag = f"cpython-{PYTHON_VERSION.replace('.', '')}"
    compiled = {
        re.sub(rf"__pycache__/(\w+)\.{tag}\.pyc$", r"\1.py", name): content
        for name, content in contents.items()
        if name.endswith(".pyc")
    }
    assert compiled.keys() == modules
    for name, content in compiled.items():
        assert int.from_bytes(content[4:8], "little") == 0b01, f"{name} is compared with its source"
    if sys.version_info[:2] == tuple(map(int, PYTHON_VERSION.split("."))):
        code = marshal.loads(compiled["lambda_function.py"][16:])  # noqa: S302  # we made it
        assert code.co_filename == "/var/task/lambda_function.py"
        assert compiled["lambda_function.py"][:4] == importlib.util.MAGIC_NUMBER


def test_the_same_input_gives_the_same_bytes(lambda_zip: Path, tmp_path: Path) -> None:
    """Whenever it is packaged, and wherever to."""
    options = [] if find_python(PYTHON_VERSION) else ["--no-bytecode"]
    assert main(["--out", str(tmp_path / "elsewhere"), *options]) == 0
    assert (tmp_path / "elsewhere" / "lambda.zip").read_bytes() == lambda_zip.read_bytes()


def test_without_bytecode_it_is_the_source_alone(lambda_zip: Path, tmp_path: Path) -> None:
    """Nothing else is missing."""
    assert main(["--out", str(tmp_path), "--no-bytecode"]) == 0
    with zipfile.ZipFile(lambda_zip) as full, zipfile.ZipFile(tmp_path / "lambda.zip") as source:
        wanted = [name for name in full.namelist() if not name.endswith(".pyc")]
        assert source.namelist() == wanted


def test_the_skill_package_has_amazons_layout(package_folder: Path) -> None:
    """The manifest, a model for each locale, the two icons, and nothing else."""
    folder = package_folder / "skill-package"
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    models = {path.name for path in (ROOT / "interaction_model").glob("*-*.json")}
    assert found == {
        "skill.json",
        "assets/icon-108.png",
        "assets/icon-512.png",
        *(f"interactionModels/custom/{name}" for name in models),
    }
    assert (folder / "skill.json").read_bytes() == (ROOT / "skill.json").read_bytes()


def test_it_says_what_it_built(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Sizes, and whether each cold start has to compile."""
    assert main(["--out", str(tmp_path), "--no-bytecode"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"lambda\.zip: [\d,]+ KiB packed, [\d,]+ KiB unpacked, \d+ files", said)
    assert "cold start compiles" in said


@pytest.mark.parametrize("name", ["notes.md", "speech/native.so", "tests/test_it.py", ".env"])
def test_an_unexpected_file_of_ours_is_refused(tmp_path: Path, name: str) -> None:
    """It would ship unseen; the error names it and says what to do."""
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).touch()
    with pytest.raises(PackageError, match=rf"{Path(name).name}: unexpected; .*Move it"):
        our_files(tmp_path)


@pytest.mark.parametrize("line", ["six", "six>=1", "six==1.*", "-r other.txt", "six==1; extra"])
def test_a_requirement_without_one_version_is_refused(tmp_path: Path, line: str) -> None:
    """The error names the file and the line."""
    path = tmp_path / "requirements.txt"
    path.write_text(f"# Ours.\n{line}\n")
    with pytest.raises(PackageError, match=r"requirements\.txt:2: .* is no name==version"):
        pins(path)


@pytest.mark.parametrize(
    ("wanted", "complaint"),
    [
        ({"no-such-package": "1"}, "no-such-package is not installed"),
        ({"six": "0.1"}, r"six \d\S+ is installed here, but lambda/requirements.txt wants 0\.1"),
    ],
)
def test_a_package_that_is_not_the_pinned_one_is_refused(
    wanted: dict[str, str], complaint: str
) -> None:
    """What ships is what was tested."""
    with pytest.raises(PackageError, match=complaint):
        needed_files(wanted)


@pytest.mark.parametrize(
    ("record", "complaint"),
    [
        ("fake.py,sha256=AAAA,1", r"fake 1\.0: fake\.py is not as it was published"),
        ("fake.py,,", r"fake\.py is not as it was published"),
        ("fake.so,,", r"fake 1\.0 brings fake\.so, which is unexpected"),
        ("../../bin/fake.py,,", r"brings \.\./\.\./bin/fake\.py, which is unexpected"),
    ],
)
def test_a_package_with_surprises_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: str, complaint: str
) -> None:
    """A file that was changed, is compiled for a machine, or lies elsewhere."""
    home = tmp_path / "lib" / "python"
    info = home / "fake-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: fake\nVersion: 1.0\n")
    (info / "RECORD").write_text(f"{record}\n")
    (tmp_path / "bin").mkdir()
    for name in ("fake.py", "fake.so", "../../bin/fake.py"):
        (home / name).write_text("x = 1\n")
    monkeypatch.syspath_prepend(str(home))
    assert distribution("fake").version == "1.0"
    with pytest.raises(PackageError, match=complaint):
        needed_files({"fake": "1.0"})


def test_without_the_deployed_python_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Nothing is built by another version in silence."""
    monkeypatch.setattr(bytecode, "_candidates", lambda _: iter(["/no/such/python"]))
    assert main(["--out", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert f"Python {PYTHON_VERSION}, and there is none" in said
    assert "ARGS=--no-bytecode" in said
    assert list(tmp_path.iterdir()) == []


def test_a_python_of_another_version_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Bytecode that AWS Lambda would ignore is not shipped."""
    assert main(["--out", str(tmp_path), "--python", "/bin/false"]) == 1
    assert f"/bin/false is no Python {PYTHON_VERSION}" in capsys.readouterr().err


def test_a_stale_skill_package_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What the store is told is what the sources say."""
    monkeypatch.setattr("tools.build_manifest.main", lambda _: 1)
    with pytest.raises(PackageError, match="run: make model manifest"):
        store.write_skill_package(tmp_path, ROOT)
