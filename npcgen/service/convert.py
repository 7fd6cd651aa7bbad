"""protobuf <-> domain, and nothing else: no defaults, no checks, no decisions."""

from collections.abc import Callable, MutableMapping, MutableSequence
from typing import Any

from google.protobuf.message import Message
from pydantic import ValidationError

from npcgen.dialogue.authored_file import explain
from npcgen.dialogue.conversations import ReplyLimits
from npcgen.dialogue.events import (
    ActionChosen,
    Completed,
    DialogueEvent,
    EmotionChanged,
    GroupCompleted,
    RelationshipChanged,
    Safety,
    Sentence,
    Started,
)
from npcgen.dialogue.game_state import GameState, game_state_of
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.preview import PromptPreview
from npcgen.dialogue.prompt import Noticed
from npcgen.dialogue.state import Conversation, Turn
from npcgen.dialogue.turn_context import RecallKind
from npcgen.engine import base
from npcgen.service.convert_actions import write_action, write_group_completed
from npcgen.v1 import common_pb2, dialogue_pb2, persona_pb2

_FINISH_REASONS = {
    base.FinishReason.STOP: common_pb2.FINISH_REASON_STOP,
    base.FinishReason.LENGTH: common_pb2.FINISH_REASON_LENGTH,
    base.FinishReason.CANCELLED: common_pb2.FINISH_REASON_CANCELLED,
    base.FinishReason.DEADLINE: common_pb2.FINISH_REASON_DEADLINE,
    base.FinishReason.FALLBACK: common_pb2.FINISH_REASON_FALLBACK,
    base.FinishReason.GUARDRAIL: common_pb2.FINISH_REASON_GUARDRAIL,
}

_RECALL_KINDS: dict[RecallKind, dialogue_pb2.RecallKind] = {
    "lore": dialogue_pb2.RECALL_KIND_LORE,
    "secret": dialogue_pb2.RECALL_KIND_SECRET,
    "memory": dialogue_pb2.RECALL_KIND_MEMORY,
    "summary": dialogue_pb2.RECALL_KIND_SUMMARY,
    "quest": dialogue_pb2.RECALL_KIND_QUEST,
}


def persona_from(message: persona_pb2.Persona) -> Persona:
    """Raises InvalidArgument that names every field that is wrong, as "persona.name"."""
    fields: dict[str, Any] = {}
    for name in Persona.model_fields:
        value = getattr(message, name)
        fields[name] = value if isinstance(value, str) else _plain(value)
    fields["examples"] = [{"player": line.player, "npc": line.npc} for line in message.examples]
    fields["secrets"] += [set_fields(secret) for secret in message.conditional_secrets]
    try:
        return Persona.model_validate(fields)
    except ValidationError as error:
        raise explain(error, Persona, "persona") from error


def persona_to(persona: Persona) -> persona_pb2.Persona:
    # NOTE: without defaults, or messages that nobody set would be there, and empty.
    fields = persona.model_dump(exclude_defaults=True)
    secrets = fields.pop("secrets", ())
    return persona_pb2.Persona(
        **fields,
        secrets=[each for each in secrets if isinstance(each, str)],
        conditional_secrets=[each for each in secrets if not isinstance(each, str)],
    )


def set_fields(message: Message) -> dict[str, Any]:
    """The fields that are set, those of messages inside too, as plain values."""
    return {field.name: _plain(value) for field, value in message.ListFields()}


def _plain(value: Any) -> Any:
    if isinstance(value, Message):
        return set_fields(value)
    if isinstance(value, MutableMapping):
        return dict(value)
    return list(map(_plain, value)) if isinstance(value, MutableSequence) else value


def conversation_to(conversation: Conversation, turn_count: int) -> dialogue_pb2.Conversation:
    return dialogue_pb2.Conversation(
        id=conversation.id,
        npc_id=conversation.persona.id,
        npc_name=conversation.persona.name,
        player=dialogue_pb2.Player(id=conversation.player.id, name=conversation.player.name),
        world_id=conversation.world.id if conversation.world else "",
        scene=conversation.scene,
        turn_count=turn_count,
        active_turn_id=conversation.active.id if conversation.active else "",
        model=conversation.model,
    )


def turn_to(turn: Turn) -> dialogue_pb2.Turn:
    line = turn.past.line
    heard = [Noticed(line.text, line.player_name, line.whispered)] if line.from_npc else []
    return dialogue_pb2.Turn(
        id=turn.id,
        player_text="" if line.from_npc else line.text,
        npc_text=turn.past.reply,
        finish_reason=_FINISH_REASONS[turn.finish_reason],
        noticed=[each.said for each in (*line.noticed, *heard)],
    )


def game_state_from(
    request: dialogue_pb2.StartConversationRequest
    | dialogue_pb2.ChatRequest
    | dialogue_pb2.NotifyRequest
    | dialogue_pb2.GroupChatRequest
    | dialogue_pb2.PreviewPromptRequest,
) -> GameState | None:
    """None where it isn't set. Raises InvalidArgument that names every field that is wrong."""
    return game_state_of(set_fields(request.state)) if request.HasField("state") else None


def preview_to(preview: PromptPreview) -> dialogue_pb2.PreviewPromptResponse:
    parts = [
        dialogue_pb2.PromptPart(
            origin=part.origin, text=part.text, tokens=part.tokens, why=part.why, id=part.id
        )
        for part in preview.parts
    ]
    return dialogue_pb2.PreviewPromptResponse(
        parts=parts, prompt_tokens=preview.prompt_tokens, trimmed_turns=preview.trimmed_turns
    )


def limits_from(message: common_pb2.Limits, remaining_s: float | None) -> ReplyLimits:
    return ReplyLimits(
        max_tokens=message.max_tokens if message.HasField("max_tokens") else None,
        timeout_s=message.timeout_ms / 1000 if message.HasField("timeout_ms") else None,
        remaining_s=remaining_s,
        fallback=message.fallback_line if message.HasField("fallback_line") else None,
        max_tokens_per_s=message.max_tokens_per_s,
    )


def sampling_from(message: common_pb2.Sampling) -> dict[str, Any]:
    """The fields that are set."""
    fields = {field.name: value for field, value in message.ListFields()}
    if message.logit_bias:
        fields["logit_bias"] = dict(message.logit_bias)
    return fields


def event_to(event: DialogueEvent) -> dialogue_pb2.DialogueEvent:
    message = dialogue_pb2.DialogueEvent(
        sequence=event.sequence, turn_id=event.turn_id, npc_id=event.npc_id
    )
    write: Callable[[dialogue_pb2.DialogueEvent, Any], None] = _BODY_WRITERS[type(event.body)]
    write(message, event.body)
    return message


def _write_started(message: dialogue_pb2.DialogueEvent, body: Started) -> None:
    message.started.model = body.model
    message.started.seed = body.seed
    message.started.prompt_tokens = body.prompt_tokens
    message.started.reused_tokens = body.reused_tokens
    message.started.trimmed_turns = body.trimmed_turns
    for each in body.recalled:
        message.started.recalled.add(kind=_RECALL_KINDS[each.kind], id=each.id, why=each.why)


def _write_text(message: dialogue_pb2.DialogueEvent, body: base.TextDelta) -> None:
    message.text_delta.text = body.text


def _write_sentence(message: dialogue_pb2.DialogueEvent, body: Sentence) -> None:
    message.sentence.text = body.text
    message.sentence.start = body.start
    message.sentence.end = body.end


def _write_emotion(message: dialogue_pb2.DialogueEvent, body: EmotionChanged) -> None:
    message.emotion.label = body.label
    message.emotion.intensity = body.intensity


def _write_relationship(message: dialogue_pb2.DialogueEvent, body: RelationshipChanged) -> None:
    message.relationship.axis = body.axis
    message.relationship.old_value = body.old
    message.relationship.new_value = body.new
    message.relationship.why = body.why


def _write_safety(message: dialogue_pb2.DialogueEvent, body: Safety) -> None:
    message.safety.rule = body.rule
    message.safety.category = body.category
    message.safety.action = body.action
    message.safety.replaced = body.replaced


def _write_completed(message: dialogue_pb2.DialogueEvent, body: Completed) -> None:
    completed = message.completed
    completed.text = body.text
    completed.finish_reason = _FINISH_REASONS[body.finish_reason]
    completed.usage.prompt_tokens = body.usage.prompt_tokens
    completed.usage.reused_tokens = body.usage.reused_tokens
    completed.usage.completion_tokens = body.usage.completion_tokens
    completed.timings.queue_ms = body.timings.queue_ms
    completed.timings.ttft_ms = body.timings.ttft_ms
    completed.timings.total_ms = body.timings.total_ms
    completed.timings.tokens_per_s = body.timings.tokens_per_s
    completed.fallback_reason = body.fallback_reason


_BODY_WRITERS: dict[type, Callable[[dialogue_pb2.DialogueEvent, Any], None]] = {
    Started: _write_started,
    base.TextDelta: _write_text,
    Sentence: _write_sentence,
    EmotionChanged: _write_emotion,
    RelationshipChanged: _write_relationship,
    ActionChosen: write_action,
    Safety: _write_safety,
    Completed: _write_completed,
    GroupCompleted: write_group_completed,
}
