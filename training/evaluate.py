"""The quantised model's marks on held-out material, through llama.cpp."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from npcgen.dialogue.prompt import DEFAULT_PLAYER_NAME
from training.bundled import Question, bundled_questions
from training.corpus.cast import draw_cast
from training.corpus.dialogue import Dialogue, generator
from training.corpus.lexicon import STYLES, Split
from training.corpus.talk import Talk
from training.corpus.turn import Turn
from training.judge import admits_ignorance, ends_well, holds, in_character, style_of
from training.speaker import Manner, Reply, Speaker

GROUNDED = ("name", "role", "place", "fact", "goal", "player", "world")
TOLD = {
    "told_fact": "told with the question: a fact",
    "told_name": "told with the question: the player's name",
    "told_about": "told with the question: the player's home, trade, taste, fear or kin",
    "told_secret": "told with the question: a secret that is open",
}
"""What only a line before the player's words holds, among up to four others."""
IGNORANT = {
    "stranger_fact": "admits ignorance: like what it knows, but not told",
    "untold_about": "admits ignorance: the player's home and the like, not told",
    "unknown": "admits ignorance: the real world",
}
MANNERLY = ("greet", "bot", "secret", "insult", "thanks", "farewell", "smalltalk", "chat")


@dataclass(frozen=True, slots=True)
class Mark:
    """How many replies of a kind were right."""

    right: int
    asked: int

    @property
    def text(self) -> str:
        share = round(100 * self.right / self.asked) if self.asked else 0
        return f"{self.right}/{self.asked} ({share} %)"


@dataclass(frozen=True, slots=True)
class Answered:
    """A held-out dialogue and what the model said last."""

    dialogue: Dialogue
    reply: Reply


@dataclass(frozen=True, slots=True)
class Trial:
    """One column of the results: how it was asked and how it was answered."""

    wording: Split
    manner: Manner

    @property
    def label(self) -> str:
        asked = "known" if self.wording == "training" else "new"
        return f"{asked} wordings, {self.manner.label}"


def held_out_dialogues(seed: int, each: int, wording: Split) -> Iterator[Dialogue]:
    """`each` for every intent: new names, trades, places and facts, none to three turns in."""
    for intent in (*GROUNDED, *TOLD, *IGNORANT, *MANNERLY):
        for index in range(each):
            yield draw_question(seed, intent, index, wording)


def draw_question(seed: int, intent: str, index: int, wording: Split) -> Dialogue:
    """The `index`-th dialogue that ends in `intent`; if grounded, its answer is in the prompt."""
    attempt = 0
    while True:
        rng = generator(seed, f"evaluation/{intent}/{index}", attempt)
        cast = draw_cast(rng, "held_out", STYLES[index % len(STYLES)])
        unnamed = DEFAULT_PLAYER_NAME if intent == "told_name" else ""
        talk = Talk(rng, cast, "held_out", wording, unnamed)
        before = [talk.turn() for _ in range(index % 4)]
        last = talk.turn(intent)
        if bool(last.answer) == (intent in (*GROUNDED, *TOLD)) or intent in MANNERLY:
            return Dialogue(cast, (*before, last))
        attempt += 1


def run_trial(speaker: Speaker, trial: Trial, seed: int, each: int) -> dict[str, Mark]:
    dialogues = held_out_dialogues(seed, each, trial.wording)
    return marks(answer(speaker, dialogues, trial.manner))


def answer(speaker: Speaker, dialogues: Iterable[Dialogue], manner: Manner) -> list[Answered]:
    return [
        Answered(dialogue, speaker.reply(dialogue.prompt(), manner, seed))
        for seed, dialogue in enumerate(dialogues)
    ]


def marks(answered: list[Answered]) -> dict[str, Mark]:
    """The share of right replies, by what was asked and by what was judged."""
    found: dict[str, Mark] = {}
    for intent, label in ({intent: intent for intent in GROUNDED} | TOLD).items():
        found[label] = mark(answered, intent, lambda a: holds(a.reply.text, last(a).answer))
    for intent, label in IGNORANT.items():
        found[label] = mark(answered, intent, lambda a: admits_ignorance(a.reply.text))
    found["stays in character"] = mark(answered, "bot", lambda a: in_character(a.reply.text))
    spoken = [a for a in answered if last(a).intent in ("greet", "role", *MANNERLY)]
    for style in STYLES:
        ours = [a for a in spoken if a.dialogue.cast.style == style]
        found[f"style: {style}"] = count(ours, keeps_style)
    found["whole sentences"] = count(
        answered, lambda a: a.reply.finished and ends_well(a.reply.text)
    )
    return found


def keeps_style(answered: Answered) -> bool:
    return style_of(answered.reply.text) == answered.dialogue.cast.style


def mark(answered: list[Answered], intent: str, right: Callable[[Answered], bool]) -> Mark:
    return count([a for a in answered if last(a).intent == intent], right)


def count(answered: list[Answered], right: Callable[[Answered], bool]) -> Mark:
    return Mark(sum(right(a) for a in answered), len(answered))


def last(answered: Answered) -> Turn:
    return answered.dialogue.turns[-1]


def bundled_replies(speaker: Speaker, manner: Manner) -> list[tuple[Question, Reply]]:
    return [(q, speaker.reply(q.messages, manner)) for q in bundled_questions()]
