"""What is told of the kinds is what they say of themselves."""

import subprocess
import sys

from tests.conftest import Golden
from worldgen.levels.kind import NAMES, kind_of
from worldgen.levels.kind_infos import KIND_INFOS, kind_infos

TOLD = "from worldgen.levels.kind_infos import kind_infos as told; import sys; print(len(told()),"
HEAVY = ("numba", "scipy", "clingo", "networkx")


def test_the_file_says_what_the_kinds_say(golden: Golden) -> None:
    said = tuple(kind_of(name).info for name in NAMES)
    text = KIND_INFOS.dump_json(said, indent=1).decode()
    golden.check("../../worldgen/data/level_kinds.json", f"{text}\n")
    assert tuple(kind_infos().values()) == said
    assert list(kind_infos()) == list(NAMES)


def test_numbers_and_switches_keep_their_types() -> None:
    example = kind_infos()["example"].options
    assert [type(example[name].default) for name in ("pattern", "ground")] == [int, bool]
    assert type(kind_infos()["dungeon"].options["doors"].default) is float


def test_telling_them_imports_nothing_that_makes_levels() -> None:
    code = f"{TOLD} [name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"{len(NAMES)} []\n"
