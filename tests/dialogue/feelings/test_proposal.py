import json
import time

import pytest

from npcgen.dialogue.able_model import can_write
from npcgen.dialogue.feelings.change import Impulse
from npcgen.dialogue.feelings.proposal import NUDGE, propose
from npcgen.dialogue.mind import Said
from npcgen.dialogue.prompt import PlayerLine
from npcgen.dialogue.turn_context import NOTHING
from npcgen.engine.base import Priority, Sampling
from tests.dialogue.cast import MILLER, scripted
from tests.dialogue.overheard import Overheard

CALM = {"emotion": "calm", "trust": 0, "respect": 0, "familiarity": 0, "affection": 0, "fear": 0}


async def proposed(reply: str) -> tuple[Impulse | None, Overheard]:
    engine = scripted(reply)
    model = Overheard(engine)
    line = PlayerLine("You [liar]!", "Ada")
    deadline = time.monotonic() + 30
    said = Said("c1.1", line, "Out!", NOTHING, model, Sampling(), deadline)
    impulse = await propose(MILLER, said)
    await engine.close()
    return impulse, model


async def test_a_model_nudges_and_no_more() -> None:
    answer = CALM | {"emotion": "angry", "trust": -1, "fear": 9}
    impulse, _ = await proposed(json.dumps(answer))
    assert impulse is not None
    assert (impulse.emotion, impulse.moves["trust"], impulse.moves["fear"]) == (
        "angry",
        -NUDGE,
        NUDGE,
    )
    assert impulse.moves["affection"] == 0


@pytest.mark.parametrize("reply", ["I am angry!", '{"emotion": "furious"}', "{"])
async def test_what_is_no_answer_moves_nothing(reply: str) -> None:
    impulse, _ = await proposed(reply)
    assert impulse is None


async def test_it_is_asked_under_a_grammar_and_waits_for_players() -> None:
    _, model = await proposed(json.dumps(CALM))
    (request,) = model.requests
    assert request.grammar is not None
    assert request.priority is Priority.AMBIENT
    assert request.messages[1].content == "Ada says: You [liar]!\nAnsel Birch answers: Out!"
    assert can_write(model.info, "feeling") is False
