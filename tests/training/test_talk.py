"""Every kind of turn: it composes in every style, and its answer stands in its prompt."""

import pytest

pytest.importorskip("tokenizers")

from npcgen.dialogue.barks import MAX_WORDS
from training.corpus.cast import draw_cast
from training.corpus.dialogue import Dialogue, generator
from training.corpus.drafts.facts import near_miss
from training.corpus.lexicon import STYLES, Split, lexicon, slots
from training.corpus.talk import Talk
from training.corpus.turn import BARKS, INTENTS

SPLITS: tuple[Split, ...] = ("training", "held_out")


def talk_of(purpose: str, style: str, split: Split) -> Talk:
    rng = generator(5, f"{purpose}/{split}", STYLES.index(style))
    return Talk(rng, draw_cast(rng, split, style), split)


def holds(reply: str, answer: str) -> bool:
    """Letter by letter: the corpus says what it knows as it stands there."""
    return answer.rstrip(".").lower() in reply.lower()


@pytest.mark.parametrize("intent", INTENTS)
@pytest.mark.parametrize("split", SPLITS)
def test_the_answer_stands_in_the_prompt_and_in_the_reply(intent: str, split: Split) -> None:
    for style in STYLES:
        talk = talk_of(intent, style, split)
        turns = (talk.turn("greet"), talk.turn(intent))
        prompt = "\n".join(m.content for m in Dialogue(talk.cast, turns).prompt())
        assert turns[-1].answer in prompt
        assert holds(turns[-1].reply, turns[-1].answer)
        assert not slots(turns[-1].reply + prompt)


@pytest.mark.parametrize("kind", BARKS)
def test_a_line_for_passers_by_is_short_and_asked_for_as_the_server_does(kind: str) -> None:
    for style in STYLES:
        talk = talk_of(kind, style, "training")
        bark = talk.bark(kind)
        last = Dialogue(talk.cast, (bark,)).prompt()[-1].content
        assert last.startswith(f"[Happens: {bark.situation}]\n")
        assert len(bark.reply.split()) <= MAX_WORDS


def test_a_quest_comes_to_mind_in_the_words_of_the_server() -> None:
    turn = talk_of("quest", "warm", "training").turn("quest_thanks")
    told = [each.text for each in turn.context.recalled if each.kind == "quest"]
    assert [text.startswith("If the player") for text in told] == [True, True]


@pytest.mark.parametrize("genre", lexicon().genres)
def test_what_a_genre_holds_back_is_not_what_it_lists(genre: str) -> None:
    lists = lexicon().genres[genre]
    for key in lists:
        if key.startswith("held_out_"):
            assert not set(lists[key]) & set(lists[key.removeprefix("held_out_")])


def test_no_question_is_asked_in_training_and_held_out() -> None:
    asked, held_out = (lexicon().questions[key] for key in ("ask", "held_out"))
    assert [intent for intent in held_out if set(held_out[intent]) & set(asked[intent])] == []


def test_every_intent_has_twelve_held_out_wordings() -> None:
    questions = lexicon().questions
    assert [intent for intent in questions["ask"] if len(questions["held_out"][intent]) < 12] == []


def test_no_indirect_question_is_asked_in_training_and_held_out() -> None:
    questions = lexicon().questions
    assert not set(questions["carriers"]) & set(questions["held_out_carriers"])
    for intent, clauses in questions["clauses"].items():
        assert not set(clauses) & set(questions["held_out_clauses"].get(intent, []))


def test_what_is_like_a_known_thing_is_told_of_nowhere() -> None:
    for style in STYLES:
        state = talk_of("near", style, "training").state
        draft = near_miss(state)
        heard = " ".join([*state.prompt_texts(), draft.told.text if draft.told else ""])
        assert draft.answer == ""
        assert draft.avoid[0].lower() not in heard.lower()
