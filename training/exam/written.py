"""The exam's own lines, which stand in `written.yaml` beside this module."""

from functools import cache
from importlib import resources
from typing import Any

import yaml


def written(part: str) -> Any:
    """The lists of one part."""
    return _all()[part]


@cache
def _all() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("written.yaml").read_text(encoding="utf-8")
    lists: dict[str, Any] = yaml.safe_load(text)
    return lists
