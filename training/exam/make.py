"""Which maker makes the questions of which section, and how they are packed."""

import gzip
import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from npcgen.evaluation.exam import Question, Section, record_of
from training.exam import besides, jobs, memory, talk
from training.exam.consistency import consistency

SEED = 20_261_122
MAKERS: Mapping[Section, Callable[[int], Iterator[Question]]] = {
    "grounding": talk.grounding,
    "abstention": talk.abstention,
    "memory": memory.memory,
    "consistency": consistency,
    "style": talk.style,
    "break_me": besides.break_me,
    "language": besides.language,
    "variety": talk.variety,
    "action": jobs.action,
    "spec": jobs.spec,
}


def questions(section: Section, seed: int) -> list[Question]:
    """All of a section: the same for the same seed and corpus."""
    return list(MAKERS[section](seed))


def packed(made: Sequence[Question]) -> bytes:
    """JSON lines, gzipped without a date: the same questions, the same bytes."""
    lines = [json.dumps(record_of(each), ensure_ascii=False) for each in made]
    return gzip.compress("\n".join(lines).encode("utf-8"), mtime=0)
