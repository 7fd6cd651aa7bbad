"""The folder of all models' parked conversations, of which each loaded model looks after a part."""

from collections.abc import Container
from pathlib import Path

from npcgen.engine.parked_file import SUFFIX, UNFINISHED, discard


def parking_key(sha256: str, kv_type: str) -> str:
    """The name of the part of a model, whose file has that digest."""
    return f"{sha256[:16]}-{kv_type}"


def discard_unattended(folder: Path, attended: Container[str]) -> None:
    """Deletes what is parked in the parts that aren't `attended`.

    Only the model that computed a state can tell whose words are in it. NOTE: a model that is
    being loaded computes anew what is gone.
    """
    if not folder.is_dir():
        return
    for part in folder.iterdir():
        if part.name not in attended and part.is_dir():
            for suffix in (SUFFIX, UNFINISHED):
                for path in part.glob(f"*{suffix}"):
                    discard(path)
