"""What an evaluation gives back, and the same as JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from npcgen.evaluation.marking import Marks
from npcgen.evaluation.verdict import Verdict, verdicts
from npcgen.evaluation.wilson import Share

TARGETS: Mapping[str, float] = {
    "grounding": 0.95,
    "abstention": 0.90,
    "style": 0.80,
    "action": 0.95,
    "spec": 0.95,
    "fluency": 0.98,
    "variety": 0.80,
}
"""What the bundled model is to reach; others are only held beside it."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A reply for people to read."""

    id: str
    asked: str
    said: str
    reference: str
    right: bool | None


@dataclass(frozen=True, slots=True)
class Report:
    """All marks of one model."""

    model: str
    sha256: str
    description: str
    """Architecture, weights, quantisation."""
    seed: int
    sampling: str
    sections: tuple[Marks, ...]
    problems: Mapping[str, int]
    """Why questions couldn't be put to it, and how many."""
    samples: tuple[Sample, ...]
    style_bound: float
    """How often the judge of style is right about authored lines it has not seen, 0..1."""
    seconds: float

    @property
    def verdicts(self) -> list[Verdict]:
        return verdicts({marks.section: marks for marks in self.sections})


def as_dict(report: Report) -> dict[str, Any]:
    """As JSON takes it."""
    return {
        "model": report.model,
        "sha256": report.sha256,
        "description": report.description,
        "seed": report.seed,
        "sampling": report.sampling,
        "sections": {marks.section: _marks(marks) for marks in report.sections},
        "style_bound": report.style_bound,
        "problems": dict(report.problems),
        "verdicts": [
            {"use": v.use, "good_for": v.good_for, "because": v.because} for v in report.verdicts
        ],
        "samples": [asdict(sample) for sample in report.samples],
        "seconds": round(report.seconds, 1),
    }


def _marks(marks: Marks) -> dict[str, Any]:
    return {
        **_share(marks.total),
        "counted": marks.counted,
        "target": TARGETS.get(marks.section),
        "parts": {name: _share(share) for name, share in marks.parts.items()},
        "measures": dict(marks.measures),
    }


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval
    return {"right": share.right, "of": share.of, "share": share.value, "low": low, "high": high}
