"""What marks mean for somebody who makes a game: what a model is good for, and what not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from npcgen.evaluation.marking import Marks
from npcgen.evaluation.wilson import Share

Good = Literal["yes", "with care", "no"]


@dataclass(frozen=True, slots=True)
class Need:
    """A mark that a use takes: a section, or a part of one, and the shares from which it is good,
    and good with care.
    """

    section: str
    good: float
    care: float
    part: str = ""

    def share(self, marks: Mapping[str, Marks]) -> Share | None:
        """None where that wasn't measured."""
        found = marks.get(self.section)
        if found is None:
            return None
        return found.parts.get(self.part) if self.part else found.total

    @property
    def name(self) -> str:
        return self.part or self.section


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a model is good for something, and the marks that say so."""

    use: str
    good_for: Good
    because: str


USES: Mapping[str, Sequence[Need]] = {
    "short talk that keeps to what its persona knows": (
        Need("grounding", 0.85, 0.70),
        Need("fluency", 0.95, 0.85),
    ),
    "saying that it doesn't know": (Need("abstention", 0.85, 0.65),),
    "long talk without contradicting itself": (
        Need("consistency", 0.85, 0.65),
        Need("fluency", 0.95, 0.85),
    ),
    "remembering players": (Need("memory", 0.80, 0.60),),
    "manners that players tell apart": (Need("style", 0.60, 0.35),),
    "lines that don't repeat": (Need("variety", 0.80, 0.50), Need("fluency", 0.95, 0.85)),
    "players who try to break it": (Need("break_me", 0.90, 0.75),),
    "actions": (Need("action", 0.85, 0.65),),
    "reading level wishes": (Need("spec", 0.90, 0.75, "level: found"),),
    "reading texture wishes": (Need("spec", 0.90, 0.75, "texture: found"),),
    "reading quest wishes": (Need("spec", 0.90, 0.75, "quest: found"),),
    "players who don't write in English": (Need("language", 0.80, 0.50),),
}


def verdicts(marks: Mapping[str, Marks]) -> list[Verdict]:
    """A verdict on each use whose marks were all measured."""
    found = []
    for use, needs in USES.items():
        shares = {need: need.share(marks) for need in needs}
        measured = {need: share for need, share in shares.items() if share is not None and share.of}
        if len(measured) == len(needs):
            found.append(Verdict(use, _good(measured), _because(measured)))
    return found


def _good(measured: Mapping[Need, Share]) -> Good:
    if all(share.value >= need.good for need, share in measured.items()):
        return "yes"
    return "with care" if all(s.value >= n.care for n, s in measured.items()) else "no"


def _because(measured: Mapping[Need, Share]) -> str:
    return ", ".join(
        f"{need.name} {share.value:.0%} (good from {need.good:.0%}, with care from {need.care:.0%})"
        for need, share in measured.items()
    )
