"""Asked what the persona thinks of another, and told what has become of others."""

from collections.abc import Callable, Mapping
from functools import partial

from training.corpus.context import recall
from training.corpus.fact import Fact
from training.corpus.facts import person
from training.corpus.talk_state import TalkState
from training.corpus.turn import Draft


def opinion(kind: str, state: TalkState) -> Draft:
    """What a line that comes to mind says of somebody: good, bad, or nothing either way."""
    other = state.unheard(state.words.person, lambda name: name)
    if kind == "none":
        about: Fact = state.unheard(lambda: person(state.words), lambda fact: fact.line.split()[0])
        while about.ask != "person":
            about = person(state.words)
        other, line = about.key, about.line
    else:
        line = state.words.fill(state.words.talk(f"opinions_{kind}"), person=other)
    question = state.ask("opinion", person=other)
    told = recall("lore", line)
    return Draft(question, f"opinion_{kind}", {"other": other}, "", told, (other,))


def news(kind: str, state: TalkState) -> Draft:
    """What has just happened, good or bad."""
    told = state.words.fill(state.words.talk(kind))
    return Draft(state.ask("news"), kind, {"news": told}, told, needs="news", news=(told,))


DRAFTS: Mapping[str, Callable[[TalkState], Draft]] = {
    "opinion_good": partial(opinion, "good"),
    "opinion_bad": partial(opinion, "bad"),
    "opinion_none": partial(opinion, "none"),
    "news_good": partial(news, "news_good"),
    "news_bad": partial(news, "news_bad"),
}
