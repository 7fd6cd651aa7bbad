"""Training rows of a writer's lines about something, said by others in his persona's manner.

They know other things than he does, so what goes into a line's slots has to be looked up.
"""

import random
from dataclasses import replace

from tokenizers import Tokenizer

from npcgen.dialogue.persona import Persona
from npcgen.errors import InvalidArgument
from training.corpus.cast import Cast, draw_cast
from training.corpus.dialogue import prompt_of
from training.corpus.drafts import draft
from training.corpus.lexicon import fill, slots
from training.corpus.talk import Talk
from training.corpus.turn import Draft, Turn
from training.drills import Row
from training.own_lines import OwnLine
from training.own_rows import Said, opening
from training.say import read, say

MANNER = ("personality", "speech_style", "examples", "instructions")
LED_TO_BY: dict[str, tuple[str, ...]] = {
    "fact": ("fact", "told_fact"),
    "price": ("fact", "told_fact"),
    "directions": ("fact", "told_fact"),
    "unknown": ("unknown", "stranger_fact"),
    "no_place": ("place",),
    "no_goal": ("goal",),
    "player_unknown": ("player",),
    "remember": ("told_about",),
    "hear_about": ("tells",),
    "no_memory": ("untold_about",),
    "secret_open": ("told_secret",),
    "no_secret": ("secret",),
    "no_rumour": ("rumour",),
    "no_family": ("family",),
    "no_past": ("past",),
    "no_fear": ("fear",),
}
"""The corpus's kinds of turn in which something is said, where they have other names."""
TRIES = 400


class OwnTalk(Talk):
    """Talk in which a cast knows a single line."""

    def __init__(self, rng: random.Random, cast: Cast, line: OwnLine) -> None:
        super().__init__(rng, cast, "training")
        self.line = line

    def reply(self, drawn: Draft) -> tuple[str, tuple[str, ...]]:
        """The line, whole, and what its slots hold."""
        values = {**self.state.slots, **drawn.values}
        copied = tuple(values[slot] for slot in sorted(slots(self.line.npc)))
        return fill(self.line.npc, values.__getitem__), copied

    def draw(self) -> Turn | None:
        """A turn that the line answers; None where what came up is something else."""
        about = self.line.about
        intent = self.rng.choice(LED_TO_BY.get(about, (about,)))
        drawn = draft(self.state, intent)
        return self.answered(intent, drawn) if drawn.lines == about and self.fits(drawn) else None

    def fits(self, drawn: Draft) -> bool:
        found = slots(self.line.npc)
        known = {**self.state.slots, **drawn.values}
        return found <= known.keys() and (not drawn.needs or drawn.needs in found)


def about_row(rng: random.Random, tokeniser: Tokenizer, said: Said) -> Row:
    """A prompt, a question and the line. Raises InvalidArgument where nothing fits its slots."""
    for _ in range(TRIES):
        cast = draw_cast(rng, "training")
        cast = replace(cast, persona=with_manner(cast.persona, said.persona))
        turn = OwnTalk(rng, cast, said.line).draw()
        if turn is not None:
            row = opening(tokeniser, cast.persona, cast.world)
            read(row, tokeniser, prompt_of(cast, (), turn)[-1])
            say(row, tokeniser, turn.reply, copied=turn.copied)
            return row
    raise InvalidArgument.at(
        f"'{said.line.npc[:60]}'",
        f"no question about {said.line.about} has all of its slots; use fewer",
    )


def with_manner(persona: Persona, of: Persona) -> Persona:
    """`persona`, talking like another."""
    return persona.model_copy(update={field: getattr(of, field) for field in MANNER})
