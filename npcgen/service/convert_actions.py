"""protobuf <-> domain, for actions and groups."""

from npcgen.dialogue.actions.declared import Action, Character, Declared, GameObject
from npcgen.dialogue.events import ActionChosen, GroupCompleted, GroupEnd
from npcgen.dialogue.game_state import GameState
from npcgen.dialogue.group import GroupLine
from npcgen.v1 import dialogue_pb2 as pb

_ENDS = {
    GroupEnd.ANSWERED: pb.GROUP_END_ANSWERED,
    GroupEnd.SILENCE: pb.GROUP_END_SILENCE,
    GroupEnd.LIMIT: pb.GROUP_END_LIMIT,
    GroupEnd.LOOP: pb.GROUP_END_LOOP,
    GroupEnd.CANCELLED: pb.GROUP_END_CANCELLED,
}


def declared_from(
    request: pb.ChatRequest | pb.NotifyRequest | pb.GroupChatRequest | pb.RegenerateRequest,
) -> Declared:
    return Declared(
        tuple(map(_action_from, request.actions)),
        tuple(GameObject(each.id, each.name, each.kind) for each in request.objects),
        tuple(Character(each.id, each.name) for each in request.characters),
        request.max_actions or 1,
    )


def group_from(request: pb.GroupChatRequest, state: GameState | None) -> GroupLine:
    return GroupLine(
        conversation_ids=tuple(request.conversation_ids),
        audience=tuple(request.audience),
        text=request.text,
        whisper_to=tuple(request.whisper_to),
        stimulus=request.stimulus,
        scene=request.scene if request.HasField("scene") else None,
        state=state,
        max_speakers=request.max_speakers or 2,
    )


def write_action(message: pb.DialogueEvent, body: ActionChosen) -> None:
    message.action.action_id = body.action_id
    message.action.name = body.name
    message.action.arguments_json = body.arguments


def write_group_completed(message: pb.DialogueEvent, body: GroupCompleted) -> None:
    message.group_completed.turn_ids[:] = body.turn_ids
    message.group_completed.end = _ENDS[body.end]


def _action_from(message: pb.ActionDeclaration) -> Action:
    return Action(message.name, message.description, message.schema_json, tuple(message.when))
