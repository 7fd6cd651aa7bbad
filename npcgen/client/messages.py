"""Between protobuf messages and the client's results. Pure."""

from dataclasses import fields
from typing import get_args

from npcgen.client.filling import filled
from npcgen.client.results import (
    Conversation,
    Model,
    ModelState,
    ModelStats,
    ServerInfo,
    Setting,
    SettingSource,
    Turn,
    Warmup,
)
from npcgen.dialogue.appearance import BODIES, HAIR_STYLES, Appearance, Body, HairStyle
from npcgen.dialogue.cards.library import ImportedCard
from npcgen.dialogue.events import (
    ActionChosen,
    Completed,
    DialogueEvent,
    EmotionChanged,
    EventBody,
    GroupCompleted,
    GroupEnd,
    RelationshipChanged,
    Safety,
    Sentence,
    Started,
)
from npcgen.dialogue.feelings.axes import AXES, Relationship, Temperament
from npcgen.dialogue.game_state import GameState
from npcgen.dialogue.paging import Page
from npcgen.dialogue.persona import Example, Persona
from npcgen.dialogue.preview import PromptPart, PromptPreview
from npcgen.dialogue.relation import RELATION_KINDS, Relation, RelationKind
from npcgen.dialogue.secrets import Secret, SecretCondition
from npcgen.dialogue.state import Player
from npcgen.dialogue.turn_context import Recalled, RecallKind
from npcgen.engine.base import FinishReason, TextDelta, Timings, Usage
from npcgen.engine.pace import Pace
from npcgen.v1 import common_pb2, dialogue_pb2, model_pb2, persona_pb2

_TEMPERAMENTS: dict[str, Temperament] = {each: each for each in get_args(Temperament)}
_BODIES: dict[str, Body] = {each: each for each in BODIES}
_HAIR_STYLES: dict[str, HairStyle] = {each: each for each in HAIR_STYLES}
_RELATIONS: dict[str, RelationKind] = {each: each for each in RELATION_KINDS}

_RECALL_KINDS: dict[int, RecallKind] = {
    dialogue_pb2.RECALL_KIND_LORE: "lore",
    dialogue_pb2.RECALL_KIND_SECRET: "secret",
    dialogue_pb2.RECALL_KIND_MEMORY: "memory",
    dialogue_pb2.RECALL_KIND_SUMMARY: "summary",
    dialogue_pb2.RECALL_KIND_QUEST: "quest",
}


def persona_message(persona: Persona) -> persona_pb2.Persona:
    values = persona.model_dump()
    secrets = values.pop("secrets")
    return filled(
        persona_pb2.Persona,
        "persona",
        **values,
        secrets=[each for each in secrets if isinstance(each, str)],
        conditional_secrets=[each for each in secrets if not isinstance(each, str)],
    )


def read_persona(message: persona_pb2.Persona) -> Persona:
    return Persona(
        id=message.id,
        name=message.name,
        role=message.role,
        place=message.place,
        world=message.world,
        summary=message.summary,
        personality=message.personality,
        speech_style=message.speech_style,
        goals=tuple(message.goals),
        knowledge=tuple(message.knowledge),
        secrets=(*message.secrets, *map(_read_secret, message.conditional_secrets)),
        factions=tuple(message.factions),
        examples=tuple(Example(player=each.player, npc=each.npc) for each in message.examples),
        boundaries=tuple(message.boundaries),
        adapter=message.adapter,
        fallback_lines=tuple(message.fallback_lines),
        deflections=tuple(message.deflections),
        model=message.model,
        scenario=message.scenario,
        instructions=message.instructions,
        greetings=tuple(message.greetings),
        baseline_relationship=read_relationship(message.baseline_relationship),
        temperament=_TEMPERAMENTS.get(message.temperament, ""),
        appearance=_read_appearance(message.appearance),
        relations=tuple(
            Relation(persona_id=each.persona_id, kind=_RELATIONS[each.kind], why=each.why)
            for each in message.relations
            if each.kind in _RELATIONS
        ),
    )


def read_imported_card(message: persona_pb2.ImportCardResponse) -> ImportedCard:
    return ImportedCard(
        read_persona(message.persona), message.spec, message.lore_entries, tuple(message.warnings)
    )


def read_relationship(message: common_pb2.Relationship) -> Relationship:
    return Relationship(**{axis: getattr(message, axis) for axis in AXES})


def read_personas(message: persona_pb2.ListPersonasResponse) -> Page[Persona]:
    return Page(tuple(map(read_persona, message.personas)), message.next_page_token)


def read_conversation(
    message: dialogue_pb2.Conversation, turns: tuple[Turn, ...] = ()
) -> Conversation:
    return Conversation(
        id=message.id,
        npc_id=message.npc_id,
        npc_name=message.npc_name,
        player=Player(message.player.id, message.player.name),
        world_id=message.world_id,
        scene=message.scene,
        turn_count=message.turn_count,
        active_turn_id=message.active_turn_id,
        model=message.model,
        turns=turns,
    )


def read_transcript(message: dialogue_pb2.GetConversationResponse) -> tuple[Conversation, str]:
    """The conversation with a page of its turns, and the next page's token."""
    turns = tuple(map(_read_turn, message.turns))
    return read_conversation(message.conversation, turns), message.next_page_token


def read_warmup(message: dialogue_pb2.WarmupResponse) -> Warmup:
    return Warmup(message.prompt_tokens, message.reused_tokens, message.total_ms)


def read_conversations(message: dialogue_pb2.ListConversationsResponse) -> Page[Conversation]:
    return Page(tuple(map(read_conversation, message.conversations)), message.next_page_token)


def read_event(message: dialogue_pb2.DialogueEvent) -> DialogueEvent | None:
    """None for a kind of event that only a newer server knows."""
    body = _read_body(message)
    if body is None:
        return None
    return DialogueEvent(message.sequence, message.turn_id, message.npc_id, body)


def read_model(message: model_pb2.Model) -> Model:
    return Model(
        name=message.name,
        state=_read_model_state(message.state),
        backend=message.backend,
        architecture=message.architecture,
        parameters_m=message.parameters_m,
        quantisation=message.quantisation,
        size_mib=message.size_mib,
        context_tokens=message.context_tokens,
        slots=message.slots,
        chat_template=message.chat_template,
        sha256=message.sha256,
        licence=message.licence,
        description=message.description,
        is_default=message.is_default,
        file_changed=message.file_changed,
        adapters=tuple(message.adapters),
    )


def game_state_message(state: GameState) -> common_pb2.GameState:
    values = state.model_dump()
    items, flags = sorted(values.pop("items")), sorted(values.pop("flags"))
    return filled(common_pb2.GameState, "state", items=items, flags=flags, **values)


def read_preview(message: dialogue_pb2.PreviewPromptResponse) -> PromptPreview:
    parts = (
        PromptPart(part.origin, part.text, part.why, part.id, part.tokens) for part in message.parts
    )
    return PromptPreview(tuple(parts), message.prompt_tokens, message.trimmed_turns)


def read_models(message: model_pb2.ListModelsResponse) -> Page[Model]:
    return Page(tuple(map(read_model, message.models)), message.next_page_token)


def read_pace(message: model_pb2.SetPaceResponse) -> Pace:
    pace = message.pace
    return Pace(pace.max_tokens_per_s, pace.cpu_share, pace.paused)


def read_settings(message: model_pb2.GetSettingsResponse) -> tuple[Setting, ...]:
    return tuple(
        Setting(
            each.name,
            each.value,
            _read_source(each.source),
            each.is_secret,
            each.description,
        )
        for each in message.settings
    )


def read_server_info(message: model_pb2.GetServerInfoResponse) -> ServerInfo:
    return ServerInfo(
        version=message.version,
        model=read_model(message.model),
        uptime_s=message.uptime_s,
        active_replies=message.active_replies,
        queued_replies=message.queued_replies,
        queue_limit=message.queue_limit,
        conversations=message.conversations,
        draining=message.draining,
        models=tuple(map(_read_stats, message.models)),
        degraded=message.degraded,
        free_memory_mib=message.free_memory_mib,
    )


def _read_stats(message: model_pb2.ModelStats) -> ModelStats:
    return ModelStats(*(getattr(message, field.name) for field in fields(ModelStats)))


def _read_appearance(message: persona_pb2.Appearance) -> Appearance:
    shares = ("height", "build", "muscle", "skin_tone", "age_look")
    return Appearance(
        body=_BODIES.get(message.body, ""),
        age_years=message.age_years,
        hair_style=_HAIR_STYLES.get(message.hair_style, ""),
        hair_colour=message.hair_colour,
        eye_colour=message.eye_colour,
        clothing=message.clothing,
        clothing_colours=tuple(message.clothing_colours),
        marks=tuple(message.marks),
        **{name: getattr(message, name) for name in shares if message.HasField(name)},
    )


def _read_secret(message: persona_pb2.Secret) -> Secret:
    asked = message.condition
    condition = SecretCondition(
        trust=asked.trust if asked.HasField("trust") else None,
        quest=asked.quest or None,
        stage=asked.stage,
        item=asked.item or None,
        flag=asked.flag or None,
    )
    return Secret(text=message.text, condition=condition, hint=message.hint)


def _read_turn(message: dialogue_pb2.Turn) -> Turn:
    return Turn(
        message.id,
        message.player_text,
        message.npc_text,
        _read_finish_reason(message.finish_reason),
        tuple(message.noticed),
    )


def _read_body(message: dialogue_pb2.DialogueEvent) -> EventBody | None:
    match message.WhichOneof("event"):
        case "started":
            return _read_started(message.started)
        case "text_delta":
            return TextDelta(message.text_delta.text)
        case "sentence":
            sentence = message.sentence
            return Sentence(sentence.text, sentence.start, sentence.end)
        case "emotion":
            return EmotionChanged(message.emotion.label, message.emotion.intensity)
        case "safety":
            safety = message.safety
            return Safety(safety.rule, safety.category, safety.action, safety.replaced)
        case "relationship":
            change = message.relationship
            return RelationshipChanged(change.axis, change.old_value, change.new_value, change.why)
        case "action":
            action = message.action
            return ActionChosen(action.action_id, action.name, action.arguments_json)
        case "completed":
            return _read_completed(message.completed)
        case "group_completed":
            return _read_group_completed(message.group_completed)
        case _:
            return None


def _read_started(message: dialogue_pb2.Started) -> Started:
    return Started(
        model=message.model,
        seed=message.seed,
        prompt_tokens=message.prompt_tokens,
        reused_tokens=message.reused_tokens,
        trimmed_turns=message.trimmed_turns,
        recalled=tuple(
            Recalled(_RECALL_KINDS[each.kind], each.id, "", each.why)
            for each in message.recalled
            if each.kind in _RECALL_KINDS
        ),
    )


def _read_completed(message: dialogue_pb2.Completed) -> Completed:
    usage, timings = message.usage, message.timings
    return Completed(
        message.text,
        _read_finish_reason(message.finish_reason),
        Usage(usage.prompt_tokens, usage.reused_tokens, usage.completion_tokens),
        Timings(timings.queue_ms, timings.ttft_ms, timings.total_ms, timings.tokens_per_s),
        message.fallback_reason,
    )


def _read_group_completed(message: dialogue_pb2.GroupCompleted) -> GroupCompleted:
    """An end that only a newer server knows reads as ANSWERED: the talk is over all the same."""
    name = "GROUP_END_ANSWERED"
    if message.end in dialogue_pb2.GroupEnd.values():
        name = dialogue_pb2.GroupEnd.Name(message.end)
    end = GroupEnd.__members__.get(name.removeprefix("GROUP_END_"), GroupEnd.ANSWERED)
    return GroupCompleted(tuple(message.turn_ids), end)


def _read_finish_reason(value: int) -> FinishReason:
    """A reason that only a newer server knows reads as STOP: the reply is over all the same."""
    if value not in common_pb2.FinishReason.values():
        return FinishReason.STOP
    name = common_pb2.FinishReason.Name(value).removeprefix("FINISH_REASON_")
    return FinishReason.__members__.get(name, FinishReason.STOP)


def _read_model_state(value: int) -> ModelState:
    if value not in model_pb2.ModelState.values():
        return ModelState.UNSPECIFIED
    return ModelState[model_pb2.ModelState.Name(value).removeprefix("MODEL_STATE_")]


def _read_source(value: int) -> SettingSource:
    if value not in model_pb2.SettingSource.values():
        return SettingSource.UNSPECIFIED
    return SettingSource[model_pb2.SettingSource.Name(value).removeprefix("SETTING_SOURCE_")]
