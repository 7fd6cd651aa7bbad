"""The corpus: the same for the same seed, grounded in its prompts, nothing held out in it."""

import random
from importlib import resources

import pytest
import yaml

pytest.importorskip("tokenizers")

from npcgen.dialogue.prompt import RULES, PlayerLine
from npcgen.dialogue.turn_context import Recalled, TurnContext
from training.bundled import FACTS, bundled_questions
from training.corpus.cast import draw_cast
from training.corpus.dialogue import Dialogue, draw_dialogue, generator
from training.corpus.fact import Fact
from training.corpus.facts import others_in
from training.corpus.lexicon import Split, lexicon, slots
from training.corpus.names import person
from training.corpus.turn import Turn

SAMPLES = 400


def drawn(samples: int = SAMPLES) -> list[Dialogue]:
    return [draw_dialogue(generator(1, "test", index), 6) for index in range(samples)]


def holds(reply: str, answer: str) -> bool:
    """Letter by letter: the corpus says what it knows as it stands there."""
    return answer.rstrip(".").lower() in reply.lower()


def text_of(dialogues: list[Dialogue]) -> str:
    return "\n".join(m.content for dialogue in dialogues for m in dialogue.messages())


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert text_of(drawn()) == text_of(drawn())


def test_another_seed_gives_another_dialogue() -> None:
    first, second = (draw_dialogue(generator(seed, "test", 0), 6) for seed in (1, 2))
    assert first.messages() != second.messages()


def test_every_prompt_is_rendered_by_the_code_that_serves_it() -> None:
    assert all(dialogue.messages()[0].content.startswith(RULES) for dialogue in drawn())


def test_every_answer_stands_in_its_prompt_and_its_reply() -> None:
    for dialogue in drawn():
        turn = dialogue.turns[-1]
        prompt = "\n".join(message.content for message in dialogue.prompt())
        assert turn.answer in prompt
        assert holds(turn.reply, turn.answer)


def test_what_is_told_stands_only_in_what_the_turn_brings_to_mind() -> None:
    told = [t for d in drawn() for t in d.turns if t.intent in ("told_fact", "told_secret")]
    for turn in told:
        assert [each for each in turn.context.recalled if turn.answer in each.text]
    for dialogue in drawn():
        if dialogue.turns[-1].intent == "told_fact":
            assert dialogue.turns[-1].answer not in dialogue.messages()[0].content


def test_what_the_player_told_is_said_to_the_player() -> None:
    turns = [turn for dialogue in drawn() for turn in dialogue.turns]
    for turn in turns:
        if turn.intent in ("told_about", "told_name"):
            assert [
                r for r in turn.context.recalled if turn.answer in r.text and r.kind == "memory"
            ]
            assert holds(turn.reply, turn.answer)


def test_the_lines_that_go_along_tell_nothing_of_what_is_not_known() -> None:
    turns = [turn for dialogue in drawn(3 * SAMPLES) for turn in dialogue.turns]
    unknown = [turn for turn in turns if turn.intent == "untold_about" and not turn.answer]
    assert len(unknown) > 20
    for turn in unknown:
        lines = [each.text for each in turn.context.recalled if each.kind == "memory"]
        assert [line for line in lines if " is afraid of " in line or " likes " in line] == []


@pytest.mark.parametrize("key", ["site_more", "person_more", "any_more", "secrets", "deeds_done"])
def test_held_out_lore_and_memories_are_not_in_training(key: str) -> None:
    lists = lexicon().context
    assert not set(lists[f"held_out_{key}"]) & set(lists[key])


def test_what_composes_held_out_wishes_and_trades_is_not_in_training() -> None:
    lists = lexicon().grammar
    for key in (key for key in lists if key.startswith("held_out_")):
        assert not set(lists[key]) & set(lists[key.removeprefix("held_out_")])


def test_no_line_of_the_bundled_lore_is_in_training() -> None:
    lore = resources.files("npcgen.data").joinpath("lore/emberlow.yaml").read_text("utf-8")
    lines = [entry["text"] for entry in yaml.safe_load(lore)["entries"]]
    text = text_of(drawn())
    assert [line for line in lines if line in text] == []


def test_no_reply_has_an_open_slot_or_a_double_space() -> None:
    for dialogue in drawn():
        for turn in dialogue.turns:
            assert not slots(turn.reply)
            assert "  " not in turn.reply + turn.line.text


@pytest.mark.parametrize("key", ["held_out_goods", "held_out_wares", "held_out_sites"])
def test_held_out_things_are_not_in_training(key: str) -> None:
    text = text_of(drawn()).lower()
    assert [thing for thing in lexicon().facts[key] if f" {thing} " in text] == []


def test_held_out_names_roles_and_places_are_not_in_training() -> None:
    held_out = [
        *lexicon().names["surnames"]["held_out"]["short"],
        *lexicon().roles["held_out_roles"],
        *lexicon().places["held_out_spots"],
        *lexicon().places["held_out_marks"],
    ]
    text = text_of(drawn())
    assert [name for name in held_out if name in text] == []


def name_parts(split: Split) -> set[str]:
    """Every part that names are composed from, in small letters."""
    kinds = [lexicon().names[kind] for kind in ("people", "surnames", "worlds")]
    parts = ("onsets", "middles", "endings", "first", "last", "short")
    lists = [kind["held_out"] if split == "held_out" else kind for kind in kinds]
    return {part.lower() for some in lists for key in parts for part in some.get(key, ()) if part}


def test_held_out_syllables_are_not_in_the_training_lists() -> None:
    assert len(name_parts("held_out")) > 100
    assert not name_parts("held_out") & name_parts("training")
    assert not name_parts("held_out") & {p.lower() for p in lexicon().names["players"]}


@pytest.mark.parametrize("split", ["training", "held_out"])
def test_names_are_many_and_have_one_to_four_parts(split: Split) -> None:
    rng = random.Random(1)
    people = [person(rng, split) for _ in range(20_000)]
    assert len(set(people)) > 17_000
    assert {len(name.split()) for name in people} == {1, 2, 3, 4}


def test_bundled_personas_are_not_in_training() -> None:
    names = {part for q in bundled_questions() for part in q.persona.name.split()} - {"Sister"}
    words = set(text_of(drawn()).replace(".", " ").replace(",", " ").split())
    assert not names & words
    assert len(FACTS) == 6


def test_a_line_can_be_asked_for_by_what_else_it_names() -> None:
    fact = Fact("The mill was built by Mora Tarn after the flood.", "builder", "mill")
    others = [(other.ask, other.key, other.line == fact.line) for other in others_in(fact)]
    assert others == [("person", "Mora Tarn", True), ("subject", "flood", True)]


def test_a_question_with_its_lines_is_rendered_by_the_code_that_serves_it() -> None:
    told = Recalled("lore", "mill", "The mill belongs to Mora Tarn.", "")
    turn = Turn("told_fact", PlayerLine("Whose is it?", "Ada"), "", "", TurnContext((told,)))
    cast = draw_cast(generator(1, "test", 0), "training")
    assert Dialogue(cast, (turn,)).prompt()[-1].content == (
        "[Knows: The mill belongs to Mora Tarn.]\nAda says: Whose is it?"
    )
