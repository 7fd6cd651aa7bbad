"""Ways to ask that are held out are new in shape: what they mean hangs on words that were read."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from training.corpus.jobs.phrasing import phrases

WAYS = ("nouns", "fronts", "with", "alone", "asks", "replies", "names", "descriptions")
SAID_OF_ANYTHING = (
    "a an the of in on at to for from with it is are be there no not and or as by has must should "
    "i me my you all any one up out that this they so do more most make have let your"
)
KNOWN_ELSEWHERE = ("There is a bench. Use it.",)
"""What its reply says is enough."""


def stems(text: str) -> set[str]:
    """The beginnings of its words, without those that are said of anything."""
    said = re.findall(r"[a-z0-9]+", re.sub(r"\{\w+\}", "", text).replace("_", " ").lower())
    return {word[:3] for word in said if word not in SAID_OF_ANYTHING.split()}


def meanings(node: Any) -> Iterator[Mapping[str, Any]]:
    """Every mapping of ways to say one thing."""
    if isinstance(node, list):
        for each in node:
            yield from meanings(each)
    elif isinstance(node, dict):
        if any(way in node for way in WAYS):
            yield node
        for each in node.values():
            yield from meanings(each)


@pytest.mark.parametrize("job", ["level", "quest", "texture", "action"])
def test_a_held_out_way_holds_a_word_that_is_read_for_the_same(job: str) -> None:
    for meaning in meanings(phrases(job)):
        read = {stem for way in WAYS for text in meaning.get(way, ()) for stem in stems(text)}
        held_out = [text for way in WAYS for text in meaning.get(f"held_out_{way}", ())]
        strange = [text for text in held_out if stems(text) and not stems(text) & read]
        assert set(strange) <= set(KNOWN_ELSEWHERE), (strange, read)
