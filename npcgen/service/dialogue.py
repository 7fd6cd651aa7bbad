"""DialogueService: the calls of dialogue.proto, handed to `Conversations`."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from npcgen.dialogue.conversations import Conversations
from npcgen.dialogue.events import Completed, Started
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.state import Player
from npcgen.errors import InvalidArgument
from npcgen.service import convert
from npcgen.service.metrics import Metrics
from npcgen.service.rpc import CallContext
from npcgen.v1 import dialogue_pb2 as pb


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
            model=request.model,
            request_id=request.request_id,
        )
        return pb.StartConversationResponse(
            conversation=convert.conversation_to(conversation, len(conversation.turns))
        )

    async def chat(
        self, request: pb.ChatRequest, context: CallContext
    ) -> AsyncGenerator[pb.ChatResponse, None]:
        events = self._conversations.chat(
            request.conversation_id,
            request.text,
            scene=request.scene if request.HasField("scene") else None,
            limits=convert.limits_from(request.limits, context.answer_s),
            sampling=convert.sampling_from(request.sampling),
        )
        model = ""
        async with aclosing(events):
            async for event in events:
                if isinstance(event.body, Started):
                    model = event.body.model
                if isinstance(event.body, Completed):
                    self._metrics.reply_completed(model, event.body)
                yield pb.ChatResponse(event=convert.event_to(event))

    async def warmup(self, request: pb.WarmupRequest, context: CallContext) -> pb.WarmupResponse:
        warm = await self._conversations.warm_up(request.conversation_id)
        return pb.WarmupResponse(
            prompt_tokens=warm.usage.prompt_tokens,
            reused_tokens=warm.usage.reused_tokens,
            total_ms=warm.timings.total_ms,
        )

    async def cancel(self, request: pb.CancelRequest, context: CallContext) -> pb.CancelResponse:
        cancelled = await self._conversations.cancel(request.conversation_id, request.turn_id)
        return pb.CancelResponse(cancelled=cancelled)

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


def _npc_of(request: pb.StartConversationRequest) -> str | Persona:
    match request.WhichOneof("npc"):
        case "persona_id":
            return request.persona_id
        case "persona":
            return convert.persona_from(request.persona)
        case _:
            raise InvalidArgument.at("npc", "is missing; set persona_id or persona")
