"""Tiny folders, made once, and models of them on the processor in float32, which is exact enough to
compare; the tests of other hardware say so."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from worldgen.textures.diffusion import Loading, open_model, read_diffusion_spec


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a kind: plain, other, distilled, xl, guarded, withholding."""
    pytest.importorskip("diffusers", reason="needs the extra [diffusion]")
    from tests.worldgen.textures.diffusion import tiny

    makers: dict[str, Callable[[Path], Path]] = {
        "plain": tiny.save_plain,
        "other": lambda path: tiny.save_plain(path, seed=1),
        "xl": tiny.save_xl,
        "distilled": tiny.save_distilled,
        "guarded": lambda path: tiny.save_guarded(path, withholds=False),
        "withholding": lambda path: tiny.save_guarded(path, withholds=True),
    }
    made: dict[str, Path] = {}

    def folder(kind: str) -> Path:
        if kind not in made:
            made[kind] = makers[kind](tmp_path_factory.mktemp("models") / kind)
        return made[kind]

    return folder


@pytest.fixture(scope="session")
def opened(folders: Callable[[str], Path]) -> Callable[..., Any]:
    """A model of its own, of a kind of folder."""

    def model(kind: str = "plain", **loading: Any) -> Any:
        return open_model(
            folders(kind),
            Loading(**{"device": "cpu", "precision": "float32", "threads": 1, **loading}),
        )

    return model


@pytest.fixture(scope="session")
def plain(opened: Callable[..., Any]) -> Any:
    """A model that tests share: nothing of it may be changed."""
    return opened()


def asked(**fields: Any) -> Any:
    """A spec for a small picture in few steps."""
    usual = {"prompt": "moss", "width": 32, "height": 32, "steps": 3}
    return read_diffusion_spec({**usual, **fields})
