"""What a turn works on, as rows of `store/`, and back. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from npcgen.dialogue.actions.acts import KEPT, Act
from npcgen.dialogue.game_state import GameState
from npcgen.dialogue.memory.attention import Attention
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.prompt import Noticed, PastTurn, PlayerLine, one_line, user_text
from npcgen.dialogue.state import Conversation, Player, Turn
from npcgen.dialogue.store.conversations import (
    Progress,
    StoredConversation,
    StoredNoticed,
    StoredTurn,
)
from npcgen.dialogue.world import World
from npcgen.engine.base import FinishReason

_FROM_NPC = "npc"
_CAUGHT = "caught."


def row_of(conversation: Conversation) -> StoredConversation:
    """A conversation that begins."""
    return StoredConversation(
        id=conversation.id,
        npc_id=conversation.persona.id,
        persona=conversation.persona.model_dump(mode="json", exclude_defaults=True),
        created_at=conversation.used_at,
        used_at=conversation.used_at,
        player_id=conversation.player.id,
        player_name=conversation.player.name,
        world_id=conversation.world.id if conversation.world else "",
        model=conversation.model,
        scene=conversation.scene,
        turns_begun=conversation.turns_begun,
        trimmed_turns=conversation.trimmed_turns,
        noticed=_noticed_rows(conversation.noticed),
        game_state=_state_row(conversation.game_state),
        noted_turns=conversation.attention.noted_turns,
    )


def conversation_of(
    row: StoredConversation, turns: Sequence[StoredTurn], world: World | None
) -> Conversation:
    """The conversation of a row, between two turns."""
    return Conversation(
        id=row.id,
        persona=Persona.model_validate(row.persona),
        world=world,
        player=Player(row.player_id, row.player_name),
        model=row.model,
        scene=row.scene,
        game_state=GameState.model_validate(row.game_state),
        turns=[_turn(turn) for turn in turns],
        trimmed_turns=row.trimmed_turns,
        unanswered=list(row.unanswered),
        turns_begun=row.turns_begun,
        used_at=row.used_at,
        noticed=[Noticed(*each) for each in row.noticed],
        acts=[act for turn in turns for act in _acts(turn)][-KEPT:],
        attention=Attention(noted_turns=row.noted_turns),
    )


def turn_row_of(conversation: Conversation, turn: Turn) -> StoredTurn:
    """A turn that is over."""
    return StoredTurn(
        conversation_id=conversation.id,
        number=int(turn.id.rpartition(".")[2]),
        turn_id=turn.id,
        player_text=turn.past.line.text,
        npc_text=turn.past.reply,
        finish_reason=turn.finish_reason,
        created_at=conversation.used_at,
        player_name=turn.past.line.player_name,
        scene=turn.past.line.scene,
        noticed=_noticed_rows(turn.past.line.noticed),
        whispered=turn.past.line.whispered,
        kind=_kind(turn.past.line),
        actions=tuple(action_of(act) for act in conversation.acts if act.turn_id == turn.id),
    )


def progress_of(conversation: Conversation, turn: Turn | None = None) -> Progress:
    """What changes in a conversation between turns, or with a turn that is being kept."""
    noticed, unanswered = conversation.noticed, conversation.unanswered
    noted_turns = conversation.attention.noted_turns
    if turn is not None:
        noticed = list(_not_yet_taken_in(conversation, turn))
        unanswered = [each for each in unanswered if each != user_text(turn.past.line)]
        if noting := conversation.attention.noting_of(turn.id):
            noted_turns = noting.number
    return Progress(
        conversation.used_at,
        conversation.turns_begun,
        conversation.trimmed_turns,
        conversation.scene,
        _noticed_rows(noticed),
        _state_row(conversation.game_state),
        tuple(unanswered),
        noted_turns,
    )


def action_of(act: Act) -> Mapping[str, Any]:
    """An action of a turn, with what the game said of it where it did."""
    action: dict[str, Any] = {"id": act.id, "said": act.said}
    if act.told is not None:
        action |= {"ok": act.told[0], "detail": act.told[1]}
    return action


def heard_by(turns: Iterable[StoredTurn]) -> Iterable[str]:
    """What stands in prompts for the player's side of these turns."""
    return (user_text(_turn(turn).past.line) for turn in turns)


def _acts(row: StoredTurn) -> Iterable[Act]:
    """NOTE: a save game, which anybody may write, can hold anything in them."""
    for each in row.actions:
        told = (bool(each["ok"]), one_line(str(each.get("detail", "")))) if "ok" in each else None
        yield Act(row.turn_id, str(each.get("id", "")), one_line(str(each.get("said", ""))), told)


def _turn(row: StoredTurn) -> Turn:
    noticed = tuple(Noticed(*each) for each in row.noticed)
    line = PlayerLine(
        row.player_text,
        row.player_name,
        row.scene,
        noticed,
        row.whispered,
        from_npc=row.kind == _FROM_NPC,
        caught=row.kind.removeprefix(_CAUGHT) if row.kind.startswith(_CAUGHT) else "",
    )
    return Turn(row.turn_id, PastTurn(line, row.npc_text), FinishReason(row.finish_reason))


def _kind(line: PlayerLine) -> str:
    """Who begins a turn: the player, the game, or another NPC; or why no prompt holds its text."""
    if line.from_npc:
        return _FROM_NPC
    if line.caught:
        return _CAUGHT + line.caught
    return "chat" if line.text else "notify"


def _state_row(state: GameState) -> Mapping[str, Any]:
    """NOTE: in order, so that the same conversation gives the same save game."""
    fields = state.model_dump(exclude_defaults=True)
    return {name: _in_order(value) for name, value in fields.items()}


def _in_order(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def _not_yet_taken_in(conversation: Conversation, turn: Turn) -> Iterable[Noticed]:
    """What is news still, once the turn is over."""
    if turn.is_outside:
        return conversation.noticed
    known = set(map(id, turn.past.line.noticed))
    return [each for each in conversation.noticed if id(each) not in known]


def _noticed_rows(noticed: Iterable[Noticed]) -> tuple[StoredNoticed, ...]:
    return tuple((each.text, each.speaker, each.whispered) for each in noticed)
