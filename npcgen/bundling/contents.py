"""What goes into a bundle: the distributions that npcgen's core asks for, and nothing else.

What else is installed, such as torch or a test runner, stays out, whoever imports it.
"""

import re
import sys
from collections.abc import Collection
from importlib.metadata import Distribution, distribution, packages_distributions
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packaging.requirements import Requirement

ROOT = "npcgen"
PROGRAM = "npcgen.exe" if sys.platform == "win32" else "npcgen"
OWN_PACKAGES = ("npcgen", "worldgen")
MAKERS = frozenset({"clingo", "llvmlite", "numba", "scipy"})
"""Distributions that only levels, quests and textures need; most of a bundle's size."""
# GNU's: their licence would hold for the whole folder. Python itself runs without them.
GPL_MODULES = ("readline", "_gdbm", "dbm.gnu")
GPL_LIBRARIES = ("libreadline*", "libgdbm*")
UNUSED_MODULES = (
    *("tkinter", "curses", "test", "unittest.test", "lib2to3", "ensurepip", "idlelib"),
    *("pydoc_data", "numba.tests", "numba.cuda", "llvmlite.tests", "scipy.special.tests"),
)


def distributions(without: Collection[str] = ()) -> tuple[Distribution, ...]:
    """npcgen and all that its core needs, by name; extras aren't asked. Needs npcgen[bundle]."""
    from packaging.requirements import Requirement

    found: dict[str, Distribution] = {}
    waiting = [ROOT]
    while waiting:
        name = normal(waiting.pop())
        if name in found or name in without:
            continue
        found[name] = distribution(name)
        asked = map(Requirement, found[name].requires or ())
        waiting += [each.name for each in asked if _holds(each)]
    return tuple(found[name] for name in sorted(found))


def strangers(inside: Collection[Distribution]) -> list[str]:
    """Importable names of everything that is installed and isn't `inside`."""
    names = {normal(each.name) for each in inside}
    return sorted(
        package
        for package, owners in packages_distributions().items()
        if package.isidentifier() and names.isdisjoint(map(normal, owners))
    )


def normal(name: str) -> str:
    """As package indexes compare names."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _holds(requirement: "Requirement") -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": ""})
