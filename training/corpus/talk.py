"""Turns of talk: what a player asks a cast, and what its style answers."""

import random
from dataclasses import replace

from npcgen.dialogue.barks import MAX_WORDS
from npcgen.dialogue.prompt import PlayerLine
from npcgen.dialogue.turn_context import TurnContext
from training.corpus.cast import Cast, scene
from training.corpus.context import ABOUT_PLAYER, draw_context
from training.corpus.drafts import draft
from training.corpus.drafts.barks import bark
from training.corpus.lexicon import Split, fill, lexicon, slots, weighted
from training.corpus.recombine import recombined
from training.corpus.roughen import roughened
from training.corpus.talk_state import begin
from training.corpus.turn import BARKS, INTENTS, Draft, Turn

MANY_LINES = ("stranger_fact", "near_miss", "untold_about", "player", "no_price", "no_directions")
"""Where it matters to look, a turn brings more to mind."""
RECOMBINED, RECOMBINED_SLOTLESS = 0.5, 0.3
"""How often a reply is put together from several lines, with and without slots."""


class Talk:
    """Draws turns between one cast and one player; `wording` says which ways to ask."""

    def __init__(
        self,
        rng: random.Random,
        cast: Cast,
        split: Split,
        wording: Split | None = None,
        player: str = "",
    ) -> None:
        """`player`: who it is; drawn when empty."""
        self.rng, self.cast = rng, cast
        self.state = begin(rng, cast, split, wording, player)
        self._last_reply = ""

    @property
    def player(self) -> str:
        return self.state.player

    def turn(self, intent: str | None = None) -> Turn:
        """A turn of `intent`, or of one drawn by weight."""
        intent = intent or weighted(self.rng, INTENTS)
        return self.answered(intent, draft(self.state, intent))

    def answered(self, intent: str, drawn: Draft) -> Turn:
        """The turn of a draft."""
        reply, copied = self.reply(drawn)
        line = self._line(drawn)
        self.state.last_question = line.text if not drawn.speaker else ""
        self.state.turns += 1
        about = drawn.avoid[0] if drawn.avoid else ""
        context = self._context(intent, drawn)
        return Turn(intent, line, reply, drawn.answer, context, about=about, copied=copied)

    def bark(self, kind: str | None = None) -> Turn:
        """A line for whoever is near, in a situation of `kind` or of any."""
        drawn = bark(self.state, kind or self.rng.choice(BARKS))
        reply, copied = self.reply(drawn)
        return Turn(
            drawn.lines, PlayerLine(""), reply, "", situation=drawn.situation, copied=copied
        )

    def reply(self, drawn: Draft) -> tuple[str, tuple[str, ...]]:
        """The reply, and what its slots hold."""
        values = {**self.state.slots, **drawn.values}
        if drawn.situation and values.get("player", "") not in drawn.situation:
            values.pop("player", None)
        lines = [
            line
            for line in lexicon().lines(self.cast.style, drawn.lines)
            if slots(line) <= values.keys()
            and line != self._last_reply
            and (not drawn.needs or drawn.needs in slots(line))
            and (not drawn.situation or len(line.split()) <= MAX_WORDS)
        ]
        apart = RECOMBINED if any(map(slots, lines)) else RECOMBINED_SLOTLESS
        mixed = self.rng.random() < apart and not drawn.situation
        self._last_reply = recombined(self.rng, lines) if mixed else self.rng.choice(lines)
        copied = tuple(values[slot] for slot in sorted(slots(self._last_reply)))
        return fill(self._last_reply, values.__getitem__), copied

    def _line(self, drawn: Draft) -> PlayerLine:
        state, npc = self.state, self.cast.persona.name
        text = drawn.question
        if not drawn.verbatim:
            text = roughened(self.rng, text, npc, state.wording)
        around = drawn.scene
        if around is None:
            around = scene(state.words, state.player, npc)
        who = drawn.speaker or state.player
        return PlayerLine(text, who, around, drawn.noticed, from_npc=bool(drawn.speaker))

    def _context(self, intent: str, drawn: Draft) -> TurnContext:
        """What comes to mind; more of it where it matters to look."""
        forbidden = {
            "rumour": ("lore",),
            "untold_about": ABOUT_PLAYER,
            "untold_kin": ("my_kin",),
        }.get(intent, ())
        many = drawn.told is not None or intent in MANY_LINES
        context = draw_context(self.state.mind, drawn.told, drawn.avoid, forbidden, many)
        feeling = context.feeling if drawn.feeling is None else drawn.feeling
        news = context.news if drawn.news is None else drawn.news
        recalled = (*context.recalled, *drawn.beside)
        self.state.brought += [each.text for each in recalled]
        return replace(context, recalled=recalled, feeling=feeling, news=news)
