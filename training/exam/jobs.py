"""Questions of the structured jobs: actions and specs, each under the grammar of the server."""

from collections.abc import Iterator

from npcgen.dialogue.actions import choose
from npcgen.evaluation.exam import Asked, Question, Right, Section
from training.corpus.dialogue import generator
from training.corpus.jobs.draw import draw_job
from training.corpus.jobs.sample import Job, Sample

ACTIONS, SPECS_EACH = 200, 80
SPEC_TOKENS = 256
"""What the server lets a reading of a spec have."""
_READ: tuple[Job, ...] = ("level", "texture", "quest")


def action(seed: int) -> Iterator[Question]:
    """What an NPC does after its reply, or that it does nothing."""
    for number in range(ACTIONS):
        sample = draw_job("action", generator(seed, "exam/action", number), "held_out")
        kind = "none" if '"none"' in sample.answer else "act"
        yield as_question("action", kind, number, sample, choose.MAX_TOKENS)


def spec(seed: int) -> Iterator[Question]:
    """Free text to be read as a spec; what has the same instructions stands together."""
    for job in _READ:
        drawn = [
            draw_job(job, generator(seed, f"exam/spec/{job}", number), "held_out")
            for number in range(SPECS_EACH)
        ]
        for number, sample in enumerate(sorted(drawn, key=lambda each: each.messages[0].content)):
            yield as_question("spec", job, number, sample, SPEC_TOKENS)


def as_question(
    section: Section, kind: str, number: int, sample: Sample, max_tokens: int
) -> Question:
    *opening, last = sample.messages
    asked = Asked(last.content, Right(fields=sample.answer), sample.answer)
    return Question(
        f"{section}/{kind}/{number}",
        section,
        kind,
        tuple(opening),
        (asked,),
        sample.grammar,
        max_tokens,
    )
