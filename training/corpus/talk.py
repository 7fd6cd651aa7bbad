"""Turns of talk: what a player asks a cast, and what its style answers."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from npcgen.dialogue.prompt import PastTurn, PlayerLine
from training.corpus import names
from training.corpus.cast import Cast, mentions, reply_slots, scene
from training.corpus.facts import Fact, draw_fact
from training.corpus.lexicon import Split, capital, choose, fill, lexicon, slots, with_article
from training.corpus.lexicon import plural as plural_of
from training.corpus.words import Words

INTENTS = {
    "greet": 1.2,
    "name": 3.0,
    "role": 3.0,
    "place": 3.0,
    "about": 0.7,
    "fact": 7.0,
    "stranger_fact": 3.0,
    "world": 1.2,
    "weather": 0.6,
    "goal": 2.0,
    "player": 2.0,
    "secret": 1.0,
    "bot": 1.3,
    "insult": 0.7,
    "thanks": 0.6,
    "farewell": 0.6,
    "smalltalk": 0.8,
    "help": 0.6,
    "refuse": 1.0,
    "chat": 0.8,
    "rumour": 0.7,
    "unknown": 2.5,
}


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its reply, and what any right reply must hold."""

    intent: str
    line: PlayerLine
    reply: str
    answer: str
    """The text that only the prompt holds; empty where the manner is all there is to judge."""

    @property
    def past(self) -> PastTurn:
        return PastTurn(self.line, self.reply)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A question and the intent whose lines answer it, before slots are filled."""

    question: str
    lines: str
    values: dict[str, str]
    answer: str = ""


class Talk:
    """Draws turns between one cast and one player; `wording` says which ways to ask."""

    def __init__(
        self, rng: random.Random, cast: Cast, split: Split, wording: Split | None = None
    ) -> None:
        self.rng, self.cast, self.split, self.wording = rng, cast, split, wording or split
        self.words = Words(rng, split)
        self.player = names.player(rng, split)
        self.slots = reply_slots(cast, self.player)
        self._last_reply = ""

    def turn(self, intent: str | None = None) -> Turn:
        """A turn of `intent`, or of one drawn by weight."""
        intent = intent or self.rng.choices(list(INTENTS), weights=list(INTENTS.values()))[0]
        draft = self._draft(intent)
        reply = self._reply(draft)
        question = self._roughened(draft.question)
        where = scene(self.words, self.player, self.cast.persona.name)
        return Turn(intent, PlayerLine(question, self.player, where), reply, draft.answer)

    def _draft(self, intent: str) -> _Draft:
        special: dict[str, Callable[[], _Draft]] = {
            "fact": self._fact,
            "stranger_fact": self._stranger_fact,
            "rumour": self._rumour,
            "weather": self._weather,
            "goal": self._goal,
            "refuse": self._refuse,
            "unknown": self._unknown,
        }
        if intent in special:
            return special[intent]()
        question = self._ask(intent)
        if intent in ("name", "role", "place", "world", "player"):
            return self._held_by_prompt(intent, question)
        if intent == "secret" and not self.cast.persona.secrets:
            return _Draft(question, "no_secret", {})
        return _Draft(question, intent, {})

    def _held_by_prompt(self, slot: str, question: str) -> _Draft:
        missing = {"place": "no_place", "world": "unknown", "player": "player_unknown"}
        if slot in self.slots:
            return _Draft(question, slot, {}, self.slots[slot])
        return _Draft(question, missing[slot], {})

    def _fact(self) -> _Draft:
        if not self.cast.facts:
            return self._stranger_fact()
        fact = self.rng.choice(self.cast.facts)
        return _Draft(self._ask(fact.ask, fact), "fact", {"fact": fact.line}, fact.line)

    def _stranger_fact(self) -> _Draft:
        """A question like the others, for something that this cast was told nothing about."""
        known = " ".join(self._prompt_texts())
        fact = draw_fact(self.words)
        while mentions(known, fact.key):
            fact = draw_fact(self.words)
        return _Draft(self._ask(fact.ask, fact), "unknown", {})

    def _rumour(self) -> _Draft:
        question = self._ask("rumour")
        if not self.cast.persona.knowledge:
            return _Draft(question, "unknown", {})
        line = self.cast.persona.knowledge[0]
        return _Draft(question, "fact", {"fact": line}, line)

    def _weather(self) -> _Draft:
        question = self._ask("weather")
        if not self.cast.sky:
            return _Draft(question, "chat", {})
        return _Draft(question, "fact", {"fact": self.cast.sky}, self.cast.sky)

    def _goal(self) -> _Draft:
        question = self._ask("goal")
        if not self.cast.persona.goals:
            return _Draft(question, "no_goal", {})
        goal = self.cast.persona.goals[0]
        return _Draft(question, "goal", {"goal": goal}, goal)

    def _refuse(self) -> _Draft:
        if not self.cast.deeds:
            return _Draft(self._ask("help"), "help", {})
        deed = self.rng.choice(self.cast.deeds)
        question = fill(self._choose(lexicon().asks("refuse", self.wording)), lambda _: deed)
        return _Draft(question, "refuse", {"deed": deed, "deed_cap": capital(deed)})

    def _unknown(self) -> _Draft:
        lists = lexicon().questions
        thing = choose(self.rng, lists, "things", self.split)
        values = {
            "nowhere": choose(self.rng, lists, "nowheres", self.split),
            "topic": choose(self.rng, lists, "topics", self.split),
            "thing": thing,
            "thing_a": with_article(thing),
            "thing_many": plural_of(thing),
        }
        question = fill(self._choose(lexicon().asks("unknown", self.wording)), values.__getitem__)
        return _Draft(question, "unknown", {})

    def _prompt_texts(self) -> Sequence[str]:
        persona, world = self.cast.persona, self.cast.world
        about = (persona.name, persona.role, persona.place, persona.summary, *persona.goals)
        lore = f"{world.name} {world.description}" if world else ""
        return [*(fact.line for fact in self.cast.facts), *about, lore]

    def _ask(self, intent: str, fact: Fact | None = None) -> str:
        values = {"npc": self.cast.persona.name, "player": self.player}
        if fact is not None:
            values.update(fact.slots)
        asks = [a for a in lexicon().asks(intent, self.wording) if slots(a) <= values.keys()]
        if self.player == "Player":
            asks = [ask for ask in asks if "{player}" not in ask]
        return capital(" ".join(fill(self._choose(asks), values.__getitem__).split()))

    def _reply(self, draft: _Draft) -> str:
        values = self.slots | draft.values
        lines = [
            line
            for line in lexicon().lines(self.cast.style, draft.lines)
            if slots(line) <= values.keys() and line != self._last_reply
        ]
        self._last_reply = self._choose(lines)
        return fill(self._last_reply, values.__getitem__)

    def _choose(self, lines: Sequence[str]) -> str:
        return self.rng.choice(lines)

    def _roughened(self, question: str) -> str:
        """Now and then with a word before or after, in small letters, or without its last mark."""
        if self.wording == "training":
            question = self._wrapped(question)
        kind = self.rng.random()
        if kind < 0.05:
            return question.lower()
        return question.rstrip("?.!") or question if kind < 0.12 else question

    def _wrapped(self, question: str) -> str:
        kind, lists = self.rng.random(), lexicon().questions
        npc = self.cast.persona.name
        if kind < 0.12 and not question.startswith(("I ", npc.split()[0])):
            opener = self._choose(lists["openers"]).replace("{npc}", npc)
            return f"{opener}{question[:1].lower()}{question[1:]}"
        if kind < 0.18 and question.endswith("?"):
            closer = self._choose(lists["closers"]).replace("{npc}", npc)
            return f"{question[:-1]}{closer}?"
        return question
