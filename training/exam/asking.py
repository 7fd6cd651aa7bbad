"""A turn of the corpus as a question of the exam."""

from collections.abc import Sequence

from npcgen.dialogue.exchange import stops_of
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.prompt import PastTurn, PlayerLine, compile_prompt
from npcgen.dialogue.turn_context import NOTHING, TurnContext
from npcgen.dialogue.world import World
from npcgen.evaluation.exam import Asked, Question, Right, Section
from training.corpus.cast import Cast
from training.corpus.turn import Turn


def question(
    section: Section, kind: str, number: int, cast: Cast, turns: Sequence[Turn], right: Right
) -> Question:
    """The last of `turns`, after the others as they should have gone."""
    history, last = [turn.past for turn in turns[:-1]], turns[-1]
    lines = spoken(
        section, kind, number, cast.persona, cast.world, history, last.line, right, last.context
    )
    [asked] = lines.turns
    answered = Asked(asked.text, asked.right, last.reply)
    return Question(lines.id, section, kind, lines.opening, (answered,), stop=lines.stop)


def spoken(
    section: Section,
    kind: str,
    number: int,
    persona: Persona,
    world: World | None,
    history: Sequence[PastTurn],
    line: PlayerLine,
    right: Right,
    context: TurnContext = NOTHING,
) -> Question:
    """What a server makes of a player's line."""
    *opening, last = compile_prompt(persona, world, history, line, context)
    asked = Asked(last.content, right)
    return Question(
        f"{section}/{kind}/{number}", section, kind, tuple(opening), (asked,), stop=stops_of(line)
    )
