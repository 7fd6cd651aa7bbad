"""Turns of talk: what a player asks a cast, and what its style answers."""

import random
from collections.abc import Callable, Sequence

from npcgen.dialogue.prompt import DEFAULT_PLAYER_NAME, PlayerLine
from npcgen.dialogue.turn_context import TurnContext
from training.corpus import names
from training.corpus.cast import Cast, mentions, reply_slots, scene
from training.corpus.context import ABOUT_PLAYER, Mind, draw_context, recall
from training.corpus.facts import Fact, draw_fact, draw_lore, others_in
from training.corpus.lexicon import Split, capital, choose, fill, lexicon, slots, with_article
from training.corpus.lexicon import plural as plural_of
from training.corpus.turn import INTENTS, Draft, Turn
from training.corpus.words import Words


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
        self.rng, self.cast, self.split, self.wording = rng, cast, split, wording or split
        self.words = Words(rng, split)
        self.player = player or names.player(rng, split)
        self.mind = Mind(self.words, self.player)
        self._brought: list[str] = []
        self.slots = reply_slots(cast, self.player)
        self._last_reply = ""

    def turn(self, intent: str | None = None) -> Turn:
        """A turn of `intent`, or of one drawn by weight."""
        intent = intent or self.rng.choices(list(INTENTS), weights=list(INTENTS.values()))[0]
        draft = self._draft(intent)
        reply = self._reply(draft)
        question = self._roughened(draft.question)
        line = PlayerLine(
            question, self.player, scene(self.words, self.player, self.cast.persona.name)
        )
        return Turn(intent, line, reply, draft.answer, self._context(intent, draft))

    def _context(self, intent: str, draft: Draft) -> TurnContext:
        """What comes to mind; more of it where it matters to look."""
        forbidden = {"rumour": ("lore",), "untold_about": ABOUT_PLAYER}.get(intent, ())
        many = draft.told is not None or intent in ("stranger_fact", "untold_about", "player")
        context = draw_context(self.mind, draft.told, draft.avoid, forbidden, many)
        self._brought += [recalled.text for recalled in context.recalled]
        return context

    def _draft(self, intent: str) -> Draft:
        special: dict[str, Callable[[], Draft]] = {
            "fact": self._fact,
            "told_fact": self._told_fact,
            "stranger_fact": self._stranger_fact,
            "player": self._player,
            "told_name": self._told_name,
            "told_about": self._told_about,
            "untold_about": self._untold_about,
            "told_secret": self._told_secret,
            "rumour": self._rumour,
            "weather": self._weather,
            "goal": self._goal,
            "refuse": self._refuse,
            "unknown": self._unknown,
        }
        if intent in special:
            return special[intent]()
        question = self._ask(intent)
        if intent in ("name", "role", "place", "world"):
            return self._held_by_prompt(intent, question)
        if intent == "secret" and not self.cast.persona.secrets:
            return Draft(question, "no_secret", {})
        return Draft(question, intent, {})

    def _held_by_prompt(self, slot: str, question: str) -> Draft:
        missing = {"place": "no_place", "world": "unknown"}
        if slot in self.slots:
            return Draft(question, slot, {}, self.slots[slot])
        return Draft(question, missing[slot], {})

    def _fact(self) -> Draft:
        if not self.cast.facts:
            return self._stranger_fact()
        fact = self.rng.choice(self.cast.facts)
        question = self._ask(fact.ask, fact)
        return Draft(question, "fact", {"fact": fact.line}, fact.line, avoid=(fact.key,))

    def _told_fact(self) -> Draft:
        """A question for what only comes to mind with it."""
        fact = self._unheard(draw_lore)
        told = recall("lore", fact.line)
        if self.rng.random() < 0.4:
            fact = self._asked_otherwise(fact)
        question = self._ask(fact.ask, fact)
        return Draft(question, "fact", {"fact": fact.line}, fact.line, told, (fact.key,))

    def _asked_otherwise(self, fact: Fact) -> Fact:
        """The same line, asked for by something else in it that nothing else tells of."""
        known = " ".join([*self._prompt_texts(), *self._brought])
        free = [other for other in others_in(fact) if not mentions(known, other.key)]
        return self.rng.choice(free) if free else fact

    def _stranger_fact(self) -> Draft:
        """A question like the others, for something that this cast was told nothing about."""
        fact = self._unheard(draw_fact)
        return Draft(self._ask(fact.ask, fact), "unknown", {}, avoid=(fact.key,))

    def _unheard(self, draw: Callable[[Words], Fact]) -> Fact:
        known = " ".join([*self._prompt_texts(), *self._brought])
        fact = draw(self.words)
        while mentions(known, fact.key):
            fact = draw(self.words)
        return fact

    def _player(self) -> Draft:
        """The player's name, which stands before the question or is not known."""
        if self.mind.has_name:
            return self._told_name()
        question = self._ask("player")
        if "player" not in self.slots:
            return Draft(question, "player_unknown", {})
        return Draft(question, "player", {}, self.slots["player"])

    def _told_name(self) -> Draft:
        """The name that the NPC remembers; the game may not give any."""
        question = self._ask("player")
        if self.mind.called == DEFAULT_PLAYER_NAME:
            self.mind = Mind(self.words, names.first_name(self.rng, self.split))
        self.mind.has_name = True
        called = self.slots["player"] = self.mind.called
        return Draft(question, "player", {}, called, recall("memory", self.mind.name_line))

    def _told_about(self) -> Draft:
        """What the player told of himself, and asks for."""
        about = self.rng.choice(ABOUT_PLAYER)
        memory = self.mind.memory(about)
        question = self._ask(about, relation=memory.relation)
        told = recall("memory", memory.line)
        return Draft(question, "fact", {"fact": memory.said}, memory.answer, told)

    def _untold_about(self) -> Draft:
        """The same where the NPC remembers nothing of it."""
        untold = [about for about in ABOUT_PLAYER if about not in self.mind.memories]
        if not untold:
            return self._told_about()
        relation = self.words.context("relations")
        return Draft(self._ask(self.rng.choice(untold), relation=relation), "unknown", {})

    def _told_secret(self) -> Draft:
        """A secret that the NPC may tell now."""
        secret = self.words.fill(self.words.context("secrets"))
        told = recall("secret", secret)
        return Draft(self._ask("secret"), "fact", {"fact": secret}, secret, told)

    def _rumour(self) -> Draft:
        question = self._ask("rumour")
        if not self.cast.persona.knowledge:
            return Draft(question, "unknown", {})
        line = self.cast.persona.knowledge[0]
        return Draft(question, "fact", {"fact": line}, line)

    def _weather(self) -> Draft:
        question = self._ask("weather")
        if not self.cast.sky:
            return Draft(question, "chat", {})
        return Draft(question, "fact", {"fact": self.cast.sky}, self.cast.sky)

    def _goal(self) -> Draft:
        question = self._ask("goal")
        if not self.cast.persona.goals:
            return Draft(question, "no_goal", {})
        goal = self.cast.persona.goals[0]
        return Draft(question, "goal", {"goal": goal}, goal)

    def _refuse(self) -> Draft:
        if not self.cast.deeds:
            return Draft(self._ask("help"), "help", {})
        deed = self.rng.choice(self.cast.deeds)
        question = fill(self._choose(lexicon().asks("refuse", self.wording)), lambda _: deed)
        return Draft(question, "refuse", {"deed": deed, "deed_cap": capital(deed)})

    def _unknown(self) -> Draft:
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
        return Draft(question, "unknown", {})

    def _prompt_texts(self) -> Sequence[str]:
        persona, world = self.cast.persona, self.cast.world
        about = (persona.name, persona.role, persona.place, persona.summary, *persona.goals)
        lore = f"{world.name} {world.description}" if world else ""
        return [*(fact.line for fact in self.cast.facts), *about, lore]

    def _ask(self, intent: str, fact: Fact | None = None, relation: str = "") -> str:
        values = {"npc": self.cast.persona.name, "player": self.player, "relation": relation}
        if fact is not None:
            values.update(fact.slots)
        asks = [a for a in lexicon().asks(intent, self.wording) if slots(a) <= values.keys()]
        if self.player == "Player":
            asks = [ask for ask in asks if "{player}" not in ask]
        return capital(" ".join(fill(self._choose(asks), values.__getitem__).split()))

    def _reply(self, draft: Draft) -> str:
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
