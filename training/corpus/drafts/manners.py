"""What is done by talking: greeting, parting, giving, stealing, hurting, saying nothing."""

from collections.abc import Callable, Mapping
from functools import partial

from npcgen.dialogue.feelings.axes import Emotion, Feeling, Label, Relationship
from npcgen.dialogue.feelings.phrase import phrase_of
from training.corpus.context import recall
from training.corpus.facts import amount
from training.corpus.lexicon import with_article
from training.corpus.talk_state import TalkState
from training.corpus.turn import Draft


def greet(state: TalkState) -> Draft:
    """A greeting by somebody about whom the NPC feels nothing in particular."""
    return Draft(state.ask("greet"), "greet", feeling="")


def greet_again(state: TalkState) -> Draft:
    """After other talk, or with a memory of it."""
    question = state.ask("greet_again")
    if state.turns:
        return Draft(question, "greet_again", feeling="")
    spoke = "{called} and I spoke about {site_the} and {person}."
    line = state.words.fill(spoke, called=state.called)
    return Draft(question, "greet_again", told=recall("memory", line), feeling="")


def felt(state: TalkState, *, friend: bool) -> str:
    """As feelings word it for a friend or a foe."""
    rng, sign = state.rng, 1 if friend else -1
    axes = {"affection": sign * rng.uniform(0.4, 1)}
    for axis in rng.sample(("trust", "respect"), rng.randint(0, 2)):
        axes[axis] = sign * rng.uniform(0.3, 1)
    labels: tuple[Label, ...] = ("calm", "happy") if friend else ("calm", "angry", "annoyed")
    emotion = Emotion(rng.choice(labels), rng.random())
    return phrase_of(Feeling(Relationship(**axes), emotion), state.called)


def with_feeling(lines: str, ask: str, friend: bool, state: TalkState) -> Draft:
    return Draft(state.ask(ask), lines, feeling=felt(state, friend=friend))


def farewell(state: TalkState) -> Draft:
    return Draft(state.ask("farewell"), "farewell", feeling="")


def silence(state: TalkState) -> Draft:
    """No words, or only marks."""
    text = "" if state.rng.random() < 0.5 else state.ask("silence")
    return Draft(text, "silence", verbatim=True)


def repeated(state: TalkState) -> Draft:
    """The same words once more; something else where nothing was said yet."""
    if not state.last_question:
        return greet(state)
    return Draft(state.last_question, "repeated", verbatim=True)


def happened(key: str, lines: str, ask: str, state: TalkState) -> Draft:
    """What the player did stands among the news."""
    item = with_article(state.words.fact("goods"))
    line = state.words.fill(state.words.talk(key), called=state.called, item=item)
    values = {"item": item} if item in line else {}
    return Draft(state.ask(ask, item=item), lines, values, news=(line,))


def agree(lines: str, state: TalkState) -> Draft:
    """The player claims what the persona knows, or another price than it knows."""
    said = claim(state, right=lines == "agree")
    if not said:
        return Draft(state.ask("praise"), "praise")
    return Draft(state.ask("claim", claim=said), lines, feeling="")


def claim(state: TalkState, *, right: bool) -> str:
    """A sentence about something that the persona knows; empty where it knows nothing of use."""
    facts = state.cast.facts
    if right:
        return state.rng.choice(facts).line if facts else ""
    priced = [fact for fact in facts if "price" in fact.said]
    if not priced:
        return ""
    fact, wrong = state.rng.choice(priced), amount(state.words)
    held = " ".join(fact.said["price"].split()[:2])
    while wrong == held:
        wrong = amount(state.words)
    return fact.line.replace(held, wrong)


DRAFTS: Mapping[str, Callable[[TalkState], Draft]] = {
    "greet": greet,
    "greet_again": greet_again,
    "greet_friend": partial(with_feeling, "greet_friend", "greet", True),
    "greet_foe": partial(with_feeling, "greet_foe", "greet", False),
    "farewell": farewell,
    "farewell_friend": partial(with_feeling, "farewell_friend", "farewell", True),
    "silence": silence,
    "repeated": repeated,
    "gift": partial(happened, "gifts", "gift", "gift"),
    "theft": partial(happened, "thefts", "theft", "theft"),
    "hurt": partial(happened, "hurts", "hurt", "hurt"),
    "agree": partial(agree, "agree"),
    "disagree": partial(agree, "disagree"),
}
