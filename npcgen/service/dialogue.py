"""DialogueService: the calls of dialogue.proto, handed to `Conversations`."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import TypeVar

from google.protobuf.message import Message

from npcgen.dialogue.conversations import Conversations
from npcgen.dialogue.events import ActionChosen, Completed, DialogueEvent, Started
from npcgen.dialogue.game_state import UNKNOWN
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.state import Player
from npcgen.errors import InvalidArgument
from npcgen.service import convert, convert_actions
from npcgen.service.metrics import Metrics
from npcgen.service.rpc import CallContext
from npcgen.v1 import dialogue_pb2 as pb

Answer = TypeVar("Answer", bound=Message)

_REPORTS = frozenset(pb.ReportReason.values())


class DialogueService:
    def __init__(self, conversations: Conversations, metrics: Metrics) -> None:
        self._conversations = conversations
        self._metrics = metrics

    async def start_conversation(
        self, request: pb.StartConversationRequest, context: CallContext
    ) -> pb.StartConversationResponse:
        conversation = await self._conversations.start(
            _npc_of(request),
            Player(request.player.id, request.player.name),
            world_id=request.world_id,
            scene=request.scene,
            state=convert.game_state_from(request) or UNKNOWN,
            model=request.model,
            request_id=request.request_id,
            continues=request.continues,
        )
        return pb.StartConversationResponse(
            conversation=convert.conversation_to(conversation, len(conversation.turns))
        )

    def chat(
        self, request: pb.ChatRequest, context: CallContext
    ) -> AsyncGenerator[pb.ChatResponse, None]:
        events = self._conversations.chat(
            request.conversation_id,
            request.text,
            scene=request.scene if request.HasField("scene") else None,
            state=convert.game_state_from(request),
            limits=convert.limits_from(request.limits, context.answer_s),
            sampling=convert.sampling_from(request.sampling),
            declared=convert_actions.declared_from(request),
        )
        return self._told(events, pb.ChatResponse)

    def notify(
        self, request: pb.NotifyRequest, context: CallContext
    ) -> AsyncGenerator[pb.NotifyResponse, None]:
        events = self._conversations.notify(
            request.conversation_id,
            request.stimulus,
            silent=request.silent,
            scene=request.scene if request.HasField("scene") else None,
            state=convert.game_state_from(request),
            limits=convert.limits_from(request.limits, context.answer_s),
            sampling=convert.sampling_from(request.sampling),
            declared=convert_actions.declared_from(request),
        )
        return self._told(events, pb.NotifyResponse)

    def regenerate(
        self, request: pb.RegenerateRequest, context: CallContext
    ) -> AsyncGenerator[pb.RegenerateResponse, None]:
        events = self._conversations.regenerate(
            request.conversation_id,
            request.turn_id,
            limits=convert.limits_from(request.limits, context.answer_s),
            sampling=convert.sampling_from(request.sampling),
            declared=convert_actions.declared_from(request),
        )
        return self._told(events, pb.RegenerateResponse)

    def group_chat(
        self, request: pb.GroupChatRequest, context: CallContext
    ) -> AsyncGenerator[pb.GroupChatResponse, None]:
        events = self._conversations.group_chat(
            convert_actions.group_from(request, convert.game_state_from(request)),
            limits=convert.limits_from(request.limits, context.answer_s),
            sampling=convert.sampling_from(request.sampling),
            declared=convert_actions.declared_from(request),
        )
        return self._told(events, pb.GroupChatResponse)

    def bark(
        self, request: pb.BarkRequest, context: CallContext
    ) -> AsyncGenerator[pb.BarkResponse, None]:
        events = self._conversations.bark(
            _npc_of(request),
            request.situation,
            request.count or 1,
            world_id=request.world_id,
            model=request.model,
            limits=convert.limits_from(request.limits, context.answer_s),
            sampling=convert.sampling_from(request.sampling),
        )
        return self._told(events, pb.BarkResponse)

    async def acknowledge_action(
        self, request: pb.AcknowledgeActionRequest, context: CallContext
    ) -> pb.AcknowledgeActionResponse:
        await self._conversations.acknowledge(
            request.conversation_id,
            request.turn_id,
            request.action_id,
            ok=request.ok,
            detail=request.detail,
        )
        return pb.AcknowledgeActionResponse()

    async def report_turn(
        self, request: pb.ReportTurnRequest, context: CallContext
    ) -> pb.ReportTurnResponse:
        name = pb.ReportReason.Name(request.reason) if request.reason in _REPORTS else "none"
        await self._conversations.report(
            request.conversation_id,
            request.turn_id,
            name.removeprefix("REPORT_REASON_").lower(),
            request.comment,
        )
        return pb.ReportTurnResponse()

    async def warmup(self, request: pb.WarmupRequest, context: CallContext) -> pb.WarmupResponse:
        warm = await self._conversations.warm_up(request.conversation_id)
        return pb.WarmupResponse(
            prompt_tokens=warm.usage.prompt_tokens,
            reused_tokens=warm.usage.reused_tokens,
            total_ms=warm.timings.total_ms,
        )

    async def preview_prompt(
        self, request: pb.PreviewPromptRequest, context: CallContext
    ) -> pb.PreviewPromptResponse:
        preview = await self._conversations.preview(
            request.conversation_id, request.text, convert.game_state_from(request)
        )
        return convert.preview_to(preview)

    async def cancel(self, request: pb.CancelRequest, context: CallContext) -> pb.CancelResponse:
        heard_chars = request.heard_chars if request.HasField("heard_chars") else None
        where = request.conversation_id, request.turn_id
        cancelled = await self._conversations.cancel(*where, heard_chars)
        cut = False
        if not cancelled and heard_chars is not None:
            cut = await self._conversations.cut(*where, heard_chars)
        return pb.CancelResponse(cancelled=cancelled, cut=cut)

    async def get_conversation(
        self, request: pb.GetConversationRequest, context: CallContext
    ) -> pb.GetConversationResponse:
        conversation = await self._conversations.get(request.conversation_id)
        page = await self._conversations.turns(
            request.conversation_id, request.page_size, request.page_token
        )
        return pb.GetConversationResponse(
            conversation=convert.conversation_to(conversation, len(conversation.turns)),
            turns=[convert.turn_to(turn) for turn in page.items],
            next_page_token=page.next_token,
        )

    async def list_conversations(
        self, request: pb.ListConversationsRequest, context: CallContext
    ) -> pb.ListConversationsResponse:
        page = await self._conversations.list(request.page_size, request.page_token)
        return pb.ListConversationsResponse(
            conversations=[convert.conversation_to(item, count) for item, count in page.items],
            next_page_token=page.next_token,
        )

    async def delete_conversation(
        self, request: pb.DeleteConversationRequest, context: CallContext
    ) -> pb.DeleteConversationResponse:
        await self._conversations.delete(request.conversation_id)
        return pb.DeleteConversationResponse()

    async def save_conversations(
        self, request: pb.SaveConversationsRequest, context: CallContext
    ) -> pb.SaveConversationsResponse:
        data = await self._conversations.save(request.conversation_ids)
        return pb.SaveConversationsResponse(data=data)

    async def load_conversations(
        self, request: pb.LoadConversationsRequest, context: CallContext
    ) -> pb.LoadConversationsResponse:
        conversation_ids = await self._conversations.load(request.data)
        return pb.LoadConversationsResponse(conversation_ids=conversation_ids)

    async def _told(
        self, events: AsyncGenerator[DialogueEvent, None], answer: Callable[..., Answer]
    ) -> AsyncGenerator[Answer, None]:
        """Each event in an answer of its own, counted; `answer` takes it as `event`."""
        model = ""
        async with aclosing(events):
            async for event in events:
                match event.body:
                    case Started(model=model):
                        pass
                    case Completed():
                        self._metrics.reply_completed(model, event.body)
                    case ActionChosen():
                        self._metrics.action_chosen(model)
                yield answer(event=convert.event_to(event))


def _npc_of(request: pb.StartConversationRequest | pb.BarkRequest) -> str | Persona:
    match request.WhichOneof("npc"):
        case "persona_id":
            return request.persona_id
        case "persona":
            return convert.persona_from(request.persona)
        case _:
            raise InvalidArgument.at("npc", "is missing; set persona_id or persona")
