"""Lines about something: others say them in the persona's manner, with what they know."""

import pytest

pytest.importorskip("gguf")
pytest.importorskip("tokenizers")
pytest.importorskip("torch")

from npcgen.dialogue.persona import Persona
from npcgen.engine.models import bundled_path
from npcgen.errors import InvalidArgument
from training.about_rows import about_row
from training.base_model import read_base
from training.corpus.dialogue import generator
from training.corpus.lexicon import lexicon
from training.own_lines import ASKABLE, OwnLine
from training.own_rows import Said

MARLA = Persona(id="marla", name="Marla Quist", role="smuggler", speech_style="Swears by the tide.")
TOKENISER = read_base(bundled_path()).tokeniser


def text_of(line: OwnLine, index: int) -> str:
    rng = generator(9, f"about/{line.about}", index)
    return str(TOKENISER.decode(about_row(rng, TOKENISER, Said(MARLA, line)).tokens))


def test_the_answer_is_looked_up_in_the_prompt() -> None:
    line = OwnLine(about="name", npc="By the tide, {name} it is.")
    for index in range(5):
        prompt, _, reply = text_of(line, index).rpartition("By the tide, ")
        name = reply.partition(" it is.")[0]
        assert f"You are {name}." in prompt
        assert "Speech: Swears by the tide." in prompt
        assert "Marla" not in prompt


@pytest.mark.parametrize("intent", ASKABLE)
def test_there_are_questions_about_everything_that_a_line_can_be_about(intent: str) -> None:
    authored = lexicon().lines("gruff", intent)[0]
    assert text_of(OwnLine(about=intent, npc=authored), 0)


def test_a_line_that_no_question_suits_is_refused() -> None:
    line = OwnLine.model_construct(about="name", npc="{name}, for {reward}.", player="")
    with pytest.raises(InvalidArgument, match="no question about name has all of its slots"):
        text_of(line, 0)
