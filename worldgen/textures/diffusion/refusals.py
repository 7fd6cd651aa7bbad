"""The errors for a model that can't be used."""

from worldgen.errors import InvalidSpec

FIELD = "model"
COPY_AGAIN = "copy or download the folder again"


def unusable(problem: str, remedy: str) -> InvalidSpec:
    return InvalidSpec.at(FIELD, f"{problem}; {remedy}")


def without_extra(error: ImportError) -> InvalidSpec:
    return unusable(
        f"diffusion needs the extra `diffusion` ({error.name} is missing)",
        "pip install 'npcgen[diffusion]'",
    )
