"""The skill package: what the skill store and Alexa are told, in the layout of ASK CLI."""

import json
import shutil
from pathlib import Path

from tools import build_manifest, build_model
from tools.package.contents import PackageError

__all__ = ["write_skill_package"]

_ASSET = "file://"


def write_skill_package(folder: Path, root: Path) -> list[str]:
    """Write the skill package of the repository at `root` into `folder`, anew; name its locales.

    Raises `PackageError` when the manifest or a model is stale, or an icon is missing.
    """
    if build_model.main(["--check"]) or build_manifest.main(["--check"]):
        raise PackageError("the skill package would be stale; run: make model manifest")
    manifest = json.loads((root / "skill.json").read_text(encoding="utf-8"))
    locales = manifest["manifest"]["publishingInformation"]["locales"]
    if folder.exists():
        shutil.rmtree(folder)
    models = folder / "interactionModels" / "custom"
    models.mkdir(parents=True)
    shutil.copyfile(root / "skill.json", folder / "skill.json")
    for locale in locales:
        shutil.copyfile(root / "interaction_model" / f"{locale}.json", models / f"{locale}.json")
    icons = {texts[icon] for texts in locales.values() for icon in ("smallIconUri", "largeIconUri")}
    for icon in sorted(icons):
        name = icon.removeprefix(_ASSET)
        source = root / name
        if name == icon or not source.is_file():
            raise PackageError(f"skill.json names the icon {icon}, and {source} does not exist")
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, folder / name)
    return sorted(locales)
