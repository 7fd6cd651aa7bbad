"""What is told about quests besides the quests."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from worldgen.provenance import Provenance
from worldgen.quests.quest import Quest
from worldgen.quests.spec import QuestSpec
from worldgen.quests.tally import Tally
from worldgen.quests.verify.report import Report


@dataclass(frozen=True, slots=True)
class Told:
    """How far a generation is, and the quest that is done, if one is."""

    phase: str
    fraction: float
    """0..1; never falls."""
    preview: Quest | None = None
    """NOTE: a worker leaves steps out, but none with a `preview`."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What became of the texts that a writer was asked for, other than the plain one."""

    by_writer: int = 0
    plain: int = 0
    """Those that the plain one stepped in for."""
    refused: Mapping[str, int] = field(default_factory=dict)
    """Why, with how often; the commonest."""


@dataclass(frozen=True, slots=True)
class Generated:
    """About all quests of a generation, once they are told."""

    spec: QuestSpec
    tally: Tally
    left_out: tuple[str, ...]
    """Ids of quests that didn't hold, each with what was wrong: bugs of ours."""
    provenance: Provenance
    wording: Wording = field(default_factory=Wording)
    unused_words: tuple[str, ...] = ()
    """Of the prompt: those that nothing was made of."""


@dataclass(frozen=True, slots=True)
class Checked:
    report: Report
    content_sha256: str


@dataclass(frozen=True, slots=True)
class WorldInfo:
    """A world, for who chooses one."""

    id: str
    name: str
    entities: int
    facts: int
