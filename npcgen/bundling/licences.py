"""Whose a bundle's parts are: each library's own licence files, and a list of all of them."""

import re
import sys
import sysconfig
from collections.abc import Iterable
from importlib.metadata import Distribution
from pathlib import Path

_FILE = re.compile(r"(licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)
_CLASSIFIER = "License :: OSI Approved :: "
_LIST = "LICENCES.txt"
_HEAD = "What is inside, and under which licence; the texts are in the folders of their names.\n"


def write_licences(folder: Path, inside: Iterable[Distribution], model: str) -> None:
    """`model` says in a line whose the model is."""
    lines = [_HEAD, f"model: {model}", f"python {sys.version.split()[0]}: PSF-2.0"]
    for each in inside:
        lines.append(f"{each.name} {each.version}: {licence_of(each)}")
        for file in each.files or ():
            if _FILE.search(str(file)) and ".dist-info" in str(file):
                _copy(Path(str(file.locate())), folder / each.name / file.name)
    python = Path(sysconfig.get_paths()["stdlib"]) / "LICENSE.txt"
    if python.is_file():
        _copy(python, folder / "python" / python.name)
    (folder / _LIST).write_text("\n".join(lines) + "\n", encoding="utf-8")


def licence_of(package: Distribution) -> str:
    """In a line, as its author put it: an expression, a classifier, or a text's first words."""

    def told(field: str) -> list[str]:
        return package.metadata.get_all(field) or []

    classifiers = [
        each.rpartition(" :: ")[2] for each in told("Classifier") if each.startswith(_CLASSIFIER)
    ]
    [text, *_] = [*told("License-Expression"), *classifiers, *told("License"), "see its texts"]
    return text.strip().partition("\n")[0][:80]


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(source.read_bytes())
