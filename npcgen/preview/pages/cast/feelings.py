"""How people feel about a player, in numbers and in words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from npcgen import Emotion, Relationship

AXES = {
    "trust": ("trusts", "distrusts"),
    "respect": ("respects", "despises"),
    "familiarity": ("knows well", "keeps away from"),
    "affection": ("likes", "dislikes"),
    "fear": ("fears", "is bold with"),
}
"""Of each axis, what a person does above and below 0."""
FELT = 0.05
"""What is closer to 0 isn't worth a word."""


@dataclass(frozen=True, slots=True)
class Felt:
    """How one person feels about the player."""

    relationship: Relationship
    emotion: Emotion

    @property
    def is_nothing(self) -> bool:
        return not self.said and self.emotion.label == "calm"

    @property
    def said(self) -> Mapping[str, float]:
        """The axes that are felt, the strongest first."""
        values = {axis: float(getattr(self.relationship, axis)) for axis in AXES}
        felt = {axis: value for axis, value in values.items() if abs(value) >= FELT}
        return dict(sorted(felt.items(), key=lambda each: -abs(each[1])))

    @property
    def words(self) -> str:
        """Such as "trusts 0.40, fears 0.20; angry 0.50"."""
        parts = [f"{AXES[axis][value < 0]} {abs(value):.2f}" for axis, value in self.said.items()]
        axes = ", ".join(parts) or "feels nothing in particular"
        if self.emotion.label == "calm":
            return axes
        return f"{axes}; {self.emotion.label} {self.emotion.intensity:.2f}"

    @property
    def is_warm(self) -> bool:
        """Whether what is felt is rather for the player than against."""
        values = self.said
        against = values.get("fear", 0.0)
        return sum(values.values()) - 2 * against >= 0
