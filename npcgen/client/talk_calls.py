"""The verbs that make NPCs speak, as data: what each sends. They are answered by events."""

from collections.abc import Sequence
from typing import Any

from google.protobuf.message import Message

from npcgen.client import messages
from npcgen.client.calls import Call, Stream, call, read_nothing, stream
from npcgen.client.filling import filled
from npcgen.client.options import MAX_REPLY_S, ReplyOptions
from npcgen.dialogue.barks import ATTEMPTS
from npcgen.dialogue.events import DialogueEvent
from npcgen.dialogue.guards import REPORT_REASONS
from npcgen.dialogue.persona import Persona
from npcgen.errors import InvalidArgument
from npcgen.v1 import common_pb2
from npcgen.v1 import dialogue_pb2 as pb

_SAMPLING_KEYS = tuple(field.name for field in common_pb2.Sampling.DESCRIPTOR.fields)


_STREAM_GRACE_S = 15.0
_Told = (
    pb.ChatResponse
    | pb.NotifyResponse
    | pb.RegenerateResponse
    | pb.GroupChatResponse
    | pb.BarkResponse
)


def chat(conversation_id: str, text: str, options: ReplyOptions) -> Stream[DialogueEvent]:
    fields = {"conversation_id": conversation_id, "text": text}
    fields |= _now(options) | _reply(options) | _declared(options)
    request = filled(pb.ChatRequest, **fields)
    return _talk("Chat", request, pb.ChatResponse, options)


def notify(
    conversation_id: str, stimulus: str, silent: bool, options: ReplyOptions
) -> Stream[DialogueEvent]:
    fields = {"conversation_id": conversation_id, "stimulus": stimulus, "silent": silent}
    fields |= _now(options) | _reply(options) | _declared(options)
    request = filled(pb.NotifyRequest, **fields)
    return _talk("Notify", request, pb.NotifyResponse, options)


def regenerate(conversation_id: str, turn_id: str, options: ReplyOptions) -> Stream[DialogueEvent]:
    _refuse_state(options)
    fields = {"conversation_id": conversation_id, "turn_id": turn_id}
    request = filled(pb.RegenerateRequest, **fields, **_reply(options), **_declared(options))
    return _talk("Regenerate", request, pb.RegenerateResponse, options)


def group_chat(
    conversation_ids: Sequence[str],
    text: str,
    *,
    audience: Sequence[str],
    whisper_to: Sequence[str],
    stimulus: str,
    max_speakers: int,
    options: ReplyOptions,
) -> Stream[DialogueEvent]:
    request = filled(
        pb.GroupChatRequest,
        conversation_ids=[*conversation_ids],
        audience=[*audience],
        text=text,
        whisper_to=[*whisper_to],
        stimulus=stimulus,
        max_speakers=max_speakers,
        **_now(options),
        **_reply(options),
        **_declared(options),
    )
    return _talk("GroupChat", request, pb.GroupChatResponse, options, max_speakers)


def bark(
    npc: str | Persona, situation: str, count: int, world_id: str, model: str, options: ReplyOptions
) -> Stream[DialogueEvent]:
    _refuse_state(options)
    who = (
        {"persona_id": npc} if isinstance(npc, str) else {"persona": messages.persona_message(npc)}
    )
    request = filled(
        pb.BarkRequest,
        situation=situation,
        count=count,
        world_id=world_id,
        model=model,
        **who,
        **_reply(options),
    )
    return _talk("Bark", request, pb.BarkResponse, options, count * ATTEMPTS)


def report_turn(conversation_id: str, turn_id: str, reason: str, comment: str) -> Call[None]:
    number = pb.ReportReason.DESCRIPTOR.values_by_name.get(f"REPORT_REASON_{reason.upper()}")
    if number is None:
        raise InvalidArgument.at("reason", f"is '{reason}'; choose {', '.join(REPORT_REASONS)}")
    request = filled(
        pb.ReportTurnRequest,
        conversation_id=conversation_id,
        turn_id=turn_id,
        reason=number.number,
        comment=comment,
    )
    return call("DialogueService/ReportTurn", request, pb.ReportTurnResponse, read_nothing)


def acknowledge_action(
    conversation_id: str, action_id: str, ok: bool, detail: str, turn_id: str
) -> Call[None]:
    request = filled(
        pb.AcknowledgeActionRequest,
        conversation_id=conversation_id,
        turn_id=turn_id,
        action_id=action_id,
        ok=ok,
        detail=detail,
    )
    answer = pb.AcknowledgeActionResponse
    return call("DialogueService/AcknowledgeAction", request, answer, read_nothing)


def cancel(conversation_id: str, turn_id: str, heard_chars: int | None) -> Call[bool]:
    request = filled(
        pb.CancelRequest, conversation_id=conversation_id, turn_id=turn_id, heard_chars=heard_chars
    )
    return call("DialogueService/Cancel", request, pb.CancelResponse, _read_cancelled)


def _talk(
    name: str, request: Message, answer: type[_Told], options: ReplyOptions, replies: int = 1
) -> Stream[DialogueEvent]:
    """`replies`: the most that may be generated one after the other.

    The client gives up after the server should have ended the stream itself.
    """
    whole_s = (options.get("timeout_s") or MAX_REPLY_S) * max(1, replies)
    method = f"DialogueService/{name}"
    return stream(method, request, answer, _read_told, whole_s + _STREAM_GRACE_S)


def _now(options: ReplyOptions) -> dict[str, Any]:
    state = messages.game_state_message(options["state"]) if "state" in options else None
    return {"scene": options.get("scene"), "state": state}


def _reply(options: ReplyOptions) -> dict[str, Any]:
    chosen = {key: value for key, value in options.items() if key in _SAMPLING_KEYS}
    return {
        "limits": _limits(options),
        "sampling": filled(common_pb2.Sampling, "sampling", **chosen),
    }


def _declared(options: ReplyOptions) -> dict[str, Any]:
    return {
        "actions": [
            filled(
                pb.ActionDeclaration,
                f"actions[{index}]",
                name=each.name,
                description=each.description,
                schema_json=each.schema,
                when=each.when,
            )
            for index, each in enumerate(options.get("actions", ()))
        ],
        "objects": [
            filled(pb.GameObject, f"objects[{index}]", id=each.id, name=each.name, kind=each.kind)
            for index, each in enumerate(options.get("objects", ()))
        ],
        "characters": [
            filled(pb.GameCharacter, f"characters[{index}]", id=each.id, name=each.name)
            for index, each in enumerate(options.get("characters", ()))
        ],
        "max_actions": options.get("max_actions", 0),
    }


def _limits(options: ReplyOptions) -> common_pb2.Limits:
    timeout_s = options.get("timeout_s")
    if timeout_s is not None and not 0 < timeout_s <= MAX_REPLY_S:
        raise InvalidArgument.at("timeout_s", f"is {timeout_s}; choose up to {MAX_REPLY_S:g}")
    return filled(
        common_pb2.Limits,
        "limits",
        max_tokens=options.get("max_tokens"),
        timeout_ms=None if timeout_s is None else max(1, round(timeout_s * 1000)),
        fallback_line=options.get("fallback_line"),
        max_tokens_per_s=options.get("max_tokens_per_s"),
    )


def _refuse_state(options: ReplyOptions) -> None:
    if "state" in options:
        raise InvalidArgument.at("state", "is taken by chat, notify and group_chat; send it there")


def _read_told(message: _Told) -> DialogueEvent | None:
    return messages.read_event(message.event)


def _read_cancelled(message: pb.CancelResponse) -> bool:
    return message.cancelled or message.cut
