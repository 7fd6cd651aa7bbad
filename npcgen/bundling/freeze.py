"""`python -m npcgen.bundling.freeze DIR [LEFT OUT ...]`: has cx_Freeze gather a program.

A process of its own: cx_Freeze changes its process, and says much.
"""

import sys
from pathlib import Path

from cx_Freeze import Executable, Freezer

from npcgen.bundling import contents, launch

# Whole, for they import parts of themselves by name.
WHOLE = (*contents.OWN_PACKAGES, "alembic", "google", "grpc", "uvicorn")
BY_NAME = ("sqlalchemy.dialects.sqlite",)


def freeze(folder: Path, without: frozenset[str]) -> None:
    inside = contents.distributions(without)
    left_out = (*contents.strangers(inside), *contents.GPL_MODULES, *contents.UNUSED_MODULES)
    Freezer(
        [Executable(launch.__file__, target_name=contents.PROGRAM)],
        packages=[*WHOLE, *BY_NAME],
        excludes=list(left_out),
        bin_excludes=list(contents.GPL_LIBRARIES),
        # Files stay files: numba, alembic and importlib.resources look for them.
        zip_include_packages=[],
        zip_exclude_packages=["*"],
        include_msvcr=True,
        target_dir=folder,
    ).freeze()


if __name__ == "__main__":
    freeze(Path(sys.argv[1]), frozenset(sys.argv[2:]))
