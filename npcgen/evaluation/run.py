"""Sits an exam with a model, loaded as a server loads it, and gives back its marks."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from npcgen.engine.base import Backend
from npcgen.engine.engine import Engine
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.likelihood import TellsLikelihoods
from npcgen.engine.load import check_llama_cpp, load_backend
from npcgen.engine.models import resolve
from npcgen.errors import InvalidArgument
from npcgen.evaluation.exam import SECTIONS, Question, Section, read_section
from npcgen.evaluation.examinee import Examinee, Sitting
from npcgen.evaluation.judge.style import read_classifier
from npcgen.evaluation.marking import Judge, Judged, mark, mark_form, problems
from npcgen.evaluation.perplexity import surprise
from npcgen.evaluation.report import Report, Sample
from npcgen.settings import Settings

_CONTEXT, _SLOTS, _QUEUE = 4096, 8, 256
_SEEDS = 20
"""Replies to each line of the section on variety."""
_SURPRISED_BY = 200
"""References that the perplexity is measured on."""
_SAMPLES_EACH = 12

Progress = Callable[[str, int, int], None]
"""Told what is asked, how many are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What of the exam, and how."""

    sections: tuple[Section, ...] = SECTIONS
    limit: int = 0
    """Questions a section, spread over all of it; 0 asks all."""
    sitting: Sitting = field(default_factory=Sitting)


def plan_of(sections: Sequence[str], limit: int, seed: int, *, greedy: bool) -> Plan:
    """The plan by what a caller names. Raises InvalidArgument."""
    if unknown := [name for name in sections if name not in SECTIONS]:
        raise InvalidArgument.at(
            "sections", f"there is no {unknown[0]!r}; choose of {', '.join(SECTIONS)}"
        )
    if limit < 0:
        raise InvalidArgument.at("limit", f"is {limit}; give 1 or more, or 0 for all questions")
    chosen = tuple(each for each in SECTIONS if not sections or each in sections)
    return Plan(chosen, limit, Sitting(seed, greedy))


def evaluate(settings: Settings, plan: Plan, progress: Progress) -> Report:
    """The marks of the model that the settings name.

    Blocks for minutes. Raises what loading the model raises, and DataLoss for a damaged exam.
    """
    exam = {section: picked(section, plan.limit) for section in plan.sections}
    judge, began = Judge(classifier := read_classifier()), time.monotonic()
    backend = load_backend(_for_exam(settings))
    judged, measures = asyncio.run(_sit(backend, exam, judge, plan.sitting, progress))
    sections = [mark(section, judged[section]) for section in plan.sections]
    every = [each for some in judged.values() for each in some]
    if any(each.question.is_spoken for each in every):
        sections.append(replace(mark_form(every), measures=measures))
    info = backend.info
    kind = f"{info.architecture}, {info.parameters / 1e6:.1f} million weights, {info.quantisation}"
    return Report(
        info.name,
        info.sha256,
        kind,
        plan.sitting.seed,
        _described(backend, plan.sitting),
        tuple(sections),
        problems(every),
        tuple(_samples(judged)),
        classifier.accuracy,
        time.monotonic() - began,
    )


def picked(section: Section, limit: int) -> list[Question]:
    """The questions of a section, or about `limit` turns of it, spread evenly."""
    questions = read_section(section)
    if section == "variety":
        limit = -(-limit // _SEEDS)
    elif limit:
        limit = -(-limit // len(questions[0].turns))
    if not limit or limit >= len(questions):
        return questions
    return [questions[at * len(questions) // limit] for at in range(limit)]


def _for_exam(settings: Settings) -> Settings:
    """NOTE: not `model_copy`, which keeps the folders that were derived from the old values."""
    check_llama_cpp()
    path = resolve(settings.model, settings.model_dir)
    trained = read_gguf(path).context_tokens or _CONTEXT
    changes = {
        "model": str(path),
        "backend": "llama_cpp",
        "context_tokens": settings.context_tokens or min(trained, _CONTEXT),
        "slots": settings.slots or _SLOTS,
        "parked_disk_mib": 0,
    }
    return Settings(**{**settings.model_dump(), **changes})


async def _sit(
    backend: Backend,
    exam: Mapping[Section, Sequence[Question]],
    judge: Judge,
    sitting: Sitting,
    progress: Progress,
) -> tuple[dict[Section, list[Judged]], dict[str, float]]:
    """Every section's replies, judged, and how surprised the model is by the references."""
    engine = Engine(backend, queue_limit=_QUEUE)
    try:
        examinee, judged = Examinee(engine, sitting), dict[Section, list[Judged]]()
        for section, questions in exam.items():
            asked = list(questions) * (_SEEDS if section == "variety" else 1)
            done = _counted(progress, section, len(asked))
            answered = await examinee.answer(asked, done)
            judged[section] = [each for one in answered for each in judge.judged(one)]
        return judged, await asyncio.to_thread(_surprise, backend, exam, progress)
    finally:
        await engine.close()


def _surprise(
    backend: Backend, exam: Mapping[Section, Sequence[Question]], progress: Progress
) -> dict[str, float]:
    spoken = [q for some in exam.values() for q in some if q.is_spoken and q.turns[0].reference]
    step = max(1, len(spoken) // _SURPRISED_BY)
    chosen = spoken[::step][:_SURPRISED_BY]
    if not chosen or not isinstance(backend, TellsLikelihoods):
        return {}
    found = surprise(backend, chosen, _counted(progress, "fluency", len(chosen)))
    if not found.replies:
        return {}
    return {
        "perplexity a word": found.perplexity,
        "bits a letter": found.bits_per_letter,
        "references": found.replies,
    }


def _counted(progress: Progress, what: str, of: int) -> Callable[[], None]:
    count = 0
    progress(what, 0, of)

    def done() -> None:
        nonlocal count
        count += 1
        progress(what, count, of)

    return done


def _described(backend: Backend, sitting: Sitting) -> str:
    if sitting.greedy:
        return "greedy"
    sampling = backend.info.sampling
    return (
        f"temperature {sampling.temperature:g}, top-k {sampling.top_k}, top-p {sampling.top_p:g}, "
        f"min-p {sampling.min_p:g}, repeat penalty {sampling.repeat_penalty:g}"
    )


def _samples(judged: Mapping[Section, Sequence[Judged]]) -> list[Sample]:
    """Some replies of each section, spread over it, those that are wrong among them."""
    found = []
    for some in judged.values():
        wrong = [each for each in some if each.right is False]
        right = [each for each in some if each.right is not False]
        for group in (wrong, right):
            step = max(1, len(group) // (_SAMPLES_EACH // 2))
            found += [_sample(each) for each in group[::step][: _SAMPLES_EACH // 2]]
    return found


def _sample(judged: Judged) -> Sample:
    wanted = judged.asked.reference or ", ".join(judged.asked.right.holds)
    asked = judged.asked.text
    return Sample(judged.question.id, asked, judged.reply.text, wanted, judged.right)
