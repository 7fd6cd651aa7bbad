"""What comes to mind gives way where the model's context is short."""

from npcgen.dialogue.history import fit_prompt, prompt_room
from npcgen.dialogue.prompt import PlayerLine, compile_prompt
from npcgen.dialogue.state import Conversation, Player
from npcgen.dialogue.turn_context import Recalled, TurnContext
from tests.dialogue.cast import MILLER, scripted
from tests.dialogue.overheard import Overheard

LINE = PlayerLine("What of the mill?")
FIRST = Recalled("lore", "first", "The mill turns. " * 4, "key 'mill'")
LAST = Recalled("lore", "last", "The river is high. " * 60, "key 'river'")


async def test_what_was_recalled_last_goes_first() -> None:
    engine = scripted(context_tokens=256)
    conversation = Conversation("c", MILLER, None, Player())
    context = TurnContext((FIRST, LAST), feeling="calm")

    fitted = await fit_prompt(conversation, LINE, engine, 16, context)

    assert fitted.context == TurnContext((FIRST,), feeling="calm")
    assert fitted.messages == compile_prompt(MILLER, None, (), LINE, fitted.context)
    assert fitted.tokens == await engine.count_tokens(fitted.messages)
    assert fitted.tokens <= prompt_room(256, 16)
    await engine.close()


async def test_with_room_all_of_it_stays_and_is_counted_once() -> None:
    engine = scripted()
    overheard = Overheard(engine)
    context = TurnContext((FIRST, LAST))
    conversation = Conversation("c", MILLER, None, Player())

    assert (await fit_prompt(conversation, LINE, overheard, 16, context)).context == context
    assert overheard.counted == 1
    await engine.close()
