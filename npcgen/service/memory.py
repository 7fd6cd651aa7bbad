"""MemoryService: the calls of memory.proto, handed to `Memories`."""

from npcgen.dialogue.memory.memories import Memories
from npcgen.service import convert_memory as convert
from npcgen.service.rpc import CallContext
from npcgen.v1 import memory_pb2 as pb


class MemoryService:
    def __init__(self, memories: Memories) -> None:
        self._memories = memories

    async def list_memories(
        self, request: pb.ListMemoriesRequest, context: CallContext
    ) -> pb.ListMemoriesResponse:
        page = await self._memories.list(
            request.npc_id, request.player_id, request.page_size, request.page_token
        )
        return pb.ListMemoriesResponse(
            memories=map(convert.memory_to, page.items), next_page_token=page.next_token
        )

    async def add_memory(
        self, request: pb.AddMemoryRequest, context: CallContext
    ) -> pb.AddMemoryResponse:
        added = await self._memories.add(convert.told_from(request), request.request_id)
        return pb.AddMemoryResponse(
            memory=convert.memory_to(added.memory), changes=convert.changes_to(added.changes)
        )

    async def update_memory(
        self, request: pb.UpdateMemoryRequest, context: CallContext
    ) -> pb.UpdateMemoryResponse:
        memory = await self._memories.update(
            request.id,
            request.text if request.HasField("text") else None,
            request.importance if request.HasField("importance") else None,
        )
        return pb.UpdateMemoryResponse(memory=convert.memory_to(memory))

    async def delete_memory(
        self, request: pb.DeleteMemoryRequest, context: CallContext
    ) -> pb.DeleteMemoryResponse:
        await self._memories.delete(request.id)
        return pb.DeleteMemoryResponse()

    async def tell_memory(
        self, request: pb.TellMemoryRequest, context: CallContext
    ) -> pb.TellMemoryResponse:
        memory = await self._memories.tell(request.id, request.to_npc_id)
        return pb.TellMemoryResponse(memory=convert.memory_to(memory))

    async def forget_player(
        self, request: pb.ForgetPlayerRequest, context: CallContext
    ) -> pb.ForgetPlayerResponse:
        forgotten = await self._memories.forget_player(request.player_id)
        return pb.ForgetPlayerResponse(
            conversations=len(forgotten.conversation_ids),
            memories=forgotten.memories,
            relationships=forgotten.relationships,
        )

    async def get_relationship(
        self, request: pb.GetRelationshipRequest, context: CallContext
    ) -> pb.GetRelationshipResponse:
        feeling = await self._memories.feeling(request.npc_id, request.player_id)
        return pb.GetRelationshipResponse(
            relationship=convert.relationship_to(feeling), emotion=convert.emotion_to(feeling)
        )

    async def set_relationship(
        self, request: pb.SetRelationshipRequest, context: CallContext
    ) -> pb.SetRelationshipResponse:
        has = request.HasField
        feeling = await self._memories.set_feeling(
            request.npc_id,
            request.player_id,
            convert.relationship_from(request.relationship) if has("relationship") else None,
            convert.emotion_from(request.emotion) if has("emotion") else None,
        )
        return pb.SetRelationshipResponse(
            relationship=convert.relationship_to(feeling), emotion=convert.emotion_to(feeling)
        )
