"""A line of knowledge, and the question that it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of knowledge, and the question that it answers.

    `key` is the word that no other line may share, or a question would have two answers.
    """

    line: str
    ask: str
    """The intent of the question, as questions.yaml names it."""
    key: str
    slots: Mapping[str, str] = field(default_factory=dict)
    """What the question's slots stand for."""
    said: Mapping[str, str] = field(default_factory=dict)
    """What the reply's slots stand for, where it isn't the whole line."""
    around: str = "{line}"
    """What the prompt tells with the line, before or after it."""

    @property
    def text(self) -> str:
        """What stands in the prompt: the line, or more sentences of which it is one."""
        return self.around.replace("{line}", self.line)

    @property
    def lines(self) -> str:
        """The intent whose lines answer it."""
        return {"price": "price", "fee": "price", "way": "directions"}.get(self.ask, "fact")

    @property
    def answer(self) -> str:
        """What any right reply holds."""
        return self.said.get({"price": "price", "directions": "way"}.get(self.lines, ""), self.line)
