"""The plain writer's data: complete for the bundled schema, and linted as it is read."""

from typing import Any

import pytest

from worldgen.errors import InvalidSpec
from worldgen.quests.motives import bundled_motives
from worldgen.quests.schema import bundled
from worldgen.quests.words.check import text_faults
from worldgen.quests.words.grammar import _bundled, grammar, read_grammar
from worldgen.quests.words.naming import fill, in_sentences, placeholders

NAMES = ("causes", "motives", "deeds", "steps", "styles", "told", "voices")


def data(**changed: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: {**_bundled(name), **changed.get(name, {})} for name in NAMES}


def test_every_bundled_action_has_words_for_its_parameters() -> None:
    steps = grammar().steps
    assert set(steps) == set(bundled().actions)
    for name, words in steps.items():
        parameters = {parameter for parameter, _ in bundled().actions[name].parameters}
        named = {part.split("}")[0] for s in (*words.objective, *words.done, *words.said)
                 for part in s.split("{")[1:]}  # fmt: skip
        assert named <= parameters
        assert not words.by or words.by in parameters


def test_every_motive_has_a_reason_and_a_deed() -> None:
    words = grammar()
    for motive in bundled_motives().each.values():
        assert any(fact.name in words.causes for fact in motive.because), motive.name
        goals = [f"{'' if g.holds else 'not '}{g.fact.name}" for g in motive.goal]
        assert set(goals) <= set(words.deeds), motive.name


def test_styles_say_nothing_twice() -> None:
    for name, style in grammar().styles.items():
        for role, sentences in style:
            assert len(set(sentences)) == len(sentences), f"{name}.{role}"


def test_sentences_of_the_data_name_nobody() -> None:
    words = grammar()
    said = [
        s
        for style in words.styles.values()
        for role, told in style
        for s in told
        if role != "words"
    ]
    whole = ("{cause}", "{said}")
    bare = [said_of(sentence, whole) for sentence in said]
    assert [(text, faults) for text in bare if (faults := text_faults(text, ()))] == []


def said_of(sentence: str, whole: tuple[str, ...]) -> str:
    for part in whole:
        sentence = sentence.replace(part, "It is so.")
    return in_sentences(fill(sentence, dict.fromkeys(placeholders(sentence), "it")))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"causes": {"needs": {"other": ["{0} needs a {1}."]}}}, "an article before a name"),
        ({"causes": {"needs": {"other": ["{0} wants his {1}."]}}}, "a pronoun that may not fit"),
        ({"deeds": {"has": {"other": ["bring {who}"]}}}, "there is no {who} here"),
        ({"deeds": {"has": {"other": ["bring {1"]}}}, "a brace without its other half"),
        ({"voices": {"mira": "loud"}}, "there is no style 'loud'"),
        ({"steps": {"go": {"objective": [], "done": ["x"]}}}, r"go.*at least 1"),
    ],
)
def test_a_seam_is_refused(changed: dict[str, dict[str, Any]], told: str) -> None:
    with pytest.raises(InvalidSpec, match=told):
        read_grammar(data(**changed))
