"""The pocket model's marks in the exam that ships, and what the bundled personas say."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

from npcgen.engine.engine import Engine
from npcgen.engine.load import load_backend
from npcgen.evaluation.exam import Asked, Question, Right
from npcgen.evaluation.examinee import Answered, Examinee, Sitting
from npcgen.evaluation.report import Report
from npcgen.evaluation.run import Plan, evaluate
from npcgen.settings import Settings
from training.bundled import bundled_questions


def reports_of(file: Path, rough: Path | None, seed: int) -> list[Report]:
    """As served, and greedily; with a `rough` file, of the same weights in f16, that greedily
    too.
    """
    greedily = Plan(sitting=Sitting(seed, greedy=True))
    reports = [_report(file, Plan(sitting=Sitting(seed))), _report(file, greedily)]
    return [*reports, _report(rough, greedily)] if rough else reports


def _report(file: Path, plan: Plan) -> Report:
    def told(what: str, done: int, of: int) -> None:
        if not done:
            print(f"{file.name}: {what}, {of} questions", flush=True)

    return evaluate(Settings(model=str(file)), plan, told)


def bundled_replies(file: Path, seed: int) -> list[Answered]:
    """What the bundled personas answer, as served."""
    return asyncio.run(_asked(file, list(_bundled()), Sitting(seed)))


def _bundled() -> Iterator[Question]:
    for number, asked in enumerate(bundled_questions()):
        *opening, last = asked.messages
        right = Right(holds=(asked.answer,) if asked.answer else (), about=asked.text)
        turn = Asked(last.content, right)
        name = f"grounding/{asked.persona.name}/{number}"
        yield Question(name, "grounding", asked.persona.name, tuple(opening), (turn,))


async def _asked(file: Path, questions: list[Question], sitting: Sitting) -> list[Answered]:
    engine = Engine(load_backend(Settings(model=str(file))), queue_limit=len(questions))
    try:
        return await Examinee(engine, sitting).answer(questions)
    finally:
        await engine.close()
