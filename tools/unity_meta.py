"""The .meta files of clients/unity: Unity refuses assets of a package that come without.

`python tools/unity_meta.py` writes those that are missing or wrong and takes away those of files
that are gone; `--check` only says so. A GUID is made of the path, so that nothing else decides it:
moving a file changes it, which a scene that uses the package would notice.
"""

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "clients" / "unity"
_SCRIPT = (
    "MonoImporter:\n  externalObjects: {}\n  serializedVersion: 2\n  defaultReferences: []\n"
    "  executionOrder: 0\n  icon: {instanceID: 0}\n"
)
_IMPORTERS = {
    ".cs": _SCRIPT,
    ".asmdef": "AssemblyDefinitionImporter:\n  externalObjects: {}\n",
    ".md": "TextScriptImporter:\n  externalObjects: {}\n",
}
_MANIFEST = "PackageManifestImporter:\n  externalObjects: {}\n"
_FOLDER = "folderAsset: yes\nDefaultImporter:\n  externalObjects: {}\n"
_LAST = "  userData: \n  assetBundleName: \n  assetBundleVariant: \n"


def assets(package: Path) -> Iterator[Path]:
    """Files and folders that Unity sees: nothing in a folder that ends in ~, nothing hidden."""
    for path in sorted(package.iterdir()):
        if path.name.startswith(".") or path.name.endswith("~") or path.suffix == ".meta":
            continue
        yield path
        if path.is_dir():
            yield from assets(path)


def meta_of(path: Path, package: Path) -> str:
    """Raises KeyError for a kind of file that nothing is known about."""
    name = f"dev.npcgen.unity/{path.relative_to(package).as_posix()}"
    guid = hashlib.blake2b(name.encode(), digest_size=16).hexdigest()
    if path.is_dir():
        importer = _FOLDER
    else:
        importer = _MANIFEST if path.name == "package.json" else _IMPORTERS[path.suffix]
    return f"fileFormatVersion: 2\nguid: {guid}\n{importer}{_LAST}"


def wrong(package: Path) -> dict[Path, str | None]:
    """What each .meta file has to become that isn't as it should be; None: it goes."""
    right = {
        path.with_name(path.name + ".meta"): meta_of(path, package) for path in assets(package)
    }
    changes: dict[Path, str | None] = {
        meta: text
        for meta, text in right.items()
        if not meta.exists() or meta.read_text(encoding="utf-8") != text
    }
    return changes | {meta: None for meta in package.rglob("*.meta") if meta not in right}


def main() -> int:
    """The exit status: 1 when `--check` finds something."""
    changes = wrong(PACKAGE)
    for meta, text in changes.items():
        print(f"{'gone' if text is None else 'new'}: {meta.relative_to(PACKAGE)}")
        if "--check" in sys.argv:
            continue
        if text is None:
            meta.unlink()
        else:
            meta.write_text(text, encoding="utf-8", newline="\n")
    return 1 if changes and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
