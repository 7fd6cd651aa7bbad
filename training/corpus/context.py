"""What a turn brings to mind: the line that its answer rests on, among others that only go along.

The lines are worded as lore, memory and feelings word them, and rendered by the code that serves.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from npcgen.dialogue.feelings.axes import AXES, KNOWN_LABELS, Emotion, Feeling, Relationship
from npcgen.dialogue.feelings.phrase import phrase_of
from npcgen.dialogue.turn_context import Recalled, RecallKind, TurnContext
from training.corpus import names
from training.corpus.facts import draw_lore
from training.corpus.lexicon import with_article
from training.corpus.words import Words

ABOUT_PLAYER = ("my_home", "my_trade", "my_taste", "my_fear", "my_kin")
"""What a player may have told of himself, as questions.yaml names the questions for it."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What the NPC remembers of the player, and how it says that to him."""

    line: str
    said: str
    answer: str
    relation: str = ""


@dataclass(slots=True)
class Mind:
    """What one NPC has kept of one player so far; the same question gets the same answer."""

    words: Words
    called: str
    """What the NPC calls the player in its memories."""
    has_name: bool = False
    """Whether the name is known from what the player told, too."""
    memories: dict[str, Memory] = field(default_factory=dict)

    @property
    def name_line(self) -> str:
        return f"{self.called} told me their name is {self.called}."

    def memory(self, about: str) -> Memory:
        """The memory of that subject, which comes to be if there is none."""
        if about not in self.memories:
            self.memories[about] = draw_memory(self.words, about, self.called)
        return self.memories[about]

    def passing(self, forbidden: Collection[str]) -> str:
        """A memory that only goes along, about nothing in `forbidden`."""
        rng = self.words.rng
        if self.has_name and rng.random() < 0.4:
            return self.name_line
        free = [about for about in ABOUT_PLAYER if about not in forbidden]
        if free and rng.random() < 0.5:
            return self.memory(rng.choice(free)).line
        return self.words.fill(self.words.context("quotes"), called=self.called)


def draw_memory(words: Words, about: str, called: str) -> Memory:
    rng = words.rng
    if about == "my_home":
        home = names.world(rng, words.split)
        verb = rng.choice(("come from", "live in"))
        third = {"come from": "comes from", "live in": "lives in"}[verb]
        return Memory(f"{called} {third} {home}.", f"You {verb} {home}.", home)
    if about == "my_trade":
        role = words.role()
        return Memory(
            f"{called} is {with_article(role)} by trade.", f"You are {with_article(role)}.", role
        )
    if about == "my_taste":
        liked = words.composed("liking")
        return Memory(f"{called} likes {liked}.", f"You like {liked}.", liked)
    if about == "my_fear":
        fear = words.composed("fright")
        return Memory(f"{called} is afraid of {fear}.", f"You are afraid of {fear}.", fear)
    kin, name = words.context("relations"), names.first_name(rng, words.split)
    line, said = f"{called}'s {kin} is called {name}.", f"Your {kin} is called {name}."
    return Memory(line, said, name, kin)


def draw_context(
    mind: Mind, told: Recalled | None, avoid: Sequence[str], forbidden: Collection[str], many: bool
) -> TurnContext:
    """`told` among up to four lines that hold none of `avoid` and tell nothing `forbidden`.

    `forbidden` names subjects of memories, or "lore" for all lore; `many` turns have more lines.
    """
    rng = mind.words.rng
    count = rng.choice((0, 1, 1, 2, 3, 4) if many else (0, 0, 0, 0, 1, 2))
    kinds = rng.choices(("lore", "memory", "feeling", "news"), weights=(4, 3, 2, 1), k=count)
    lines: dict[RecallKind, list[str]] = {"secret": [], "lore": [], "memory": [], "quest": []}
    feeling, news = "", []
    for kind in kinds:
        if kind == "feeling":
            feeling = draw_feeling(mind)
        elif kind == "news":
            news.append(mind.words.fill(mind.words.context("news"), called=mind.called))
        elif kind == "memory":
            lines["memory"].append(mind.passing(forbidden))
        elif "lore" not in forbidden:
            lines["lore"].append(draw_lore(mind.words).text)
    kept = {
        kind: [t for t in dict.fromkeys(some) if free_of(t, avoid)] for kind, some in lines.items()
    }
    if told is not None:
        among = kept[told.kind]
        among[:] = [text for text in among if text != told.text]
        among.insert(rng.randint(0, len(among)), told.text)
    recalled = [recall(kind, text) for kind, texts in kept.items() for text in texts]
    return TurnContext(tuple(recalled), feeling, tuple(t for t in news if free_of(t, avoid)))


def free_of(text: str, avoid: Sequence[str]) -> bool:
    return not any(word.lower() in text.lower() for word in avoid)


def recall(kind: RecallKind, text: str) -> Recalled:
    return Recalled(kind, "recalled", text, "drawn")


def draw_feeling(mind: Mind) -> str:
    """As feelings word it; empty for one that is too faint for words."""
    rng = mind.words.rng
    axes = {axis: rng.uniform(-1, 1) for axis in rng.sample(AXES, rng.randint(0, 3))}
    label = rng.choice(list(KNOWN_LABELS.values()))
    feeling = Feeling(Relationship(**axes), Emotion(label, rng.random()))
    return phrase_of(feeling, mind.called)
