"""A real model that is asked in spite of its size."""

from dataclasses import replace

from npcgen.engine.base import ModelInfo
from npcgen.engine.engine import Engine


class TakenForLarge:
    """The engine, whose model says that it has three billion weights."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.stream, self.forget = engine.stream, engine.forget
        self.count_tokens = engine.count_tokens

    @property
    def info(self) -> ModelInfo:
        return replace(self._engine.info, parameters=3_000_000_000)
