"""Worlds, lore and secrets, from the client's side of a real server."""

import json

import pytest

from npcgen import Client, Persona
from npcgen.client import ReplyOptions
from npcgen.dialogue.events import Started
from npcgen.dialogue.game_state import GameState
from npcgen.dialogue.lore.entry import LoreEntry, QuestStage, Scope
from npcgen.dialogue.secrets import Secret, SecretCondition
from npcgen.dialogue.turn_context import RecallKind
from npcgen.dialogue.world import World
from npcgen.errors import AlreadyExists, InvalidArgument, NotFound, PermissionDenied
from npcgen.v1 import lore_pb2

BRIDGE = LoreEntry(
    id="bridge",
    title="The bridge",
    text="It fell in the flood.",
    keys=("bridge", "/cross(ing)?/"),
    secondary_keys=(),
    scope=Scope(roles=("mason",), quests=(QuestStage(quest="dig", stage=2),), since=0.0, until=9.0),
    priority=-3,
)
MASON = Persona(
    id="mabel",
    name="Mabel Stone",
    role="mason",
    world="emberlow",
    secrets=(
        "She cannot read.",
        Secret(text="She hid the crown.", condition=SecretCondition(item="ring")),
    ),
)


async def test_a_world_and_its_lore_from_first_to_last(client: Client) -> None:
    world = World(
        id="first", name="First", description="Hills.", era="modern", denied_words=("dragon",)
    )
    assert await client.create_world(world) == world
    assert await client.get_world("first") == world
    assert await client.update_world(older := World(id="first", name="Older")) == older
    assert [each.id async for each in client.list_worlds()] == ["emberlow", "first"]

    assert await client.create_lore_entry("first", BRIDGE) == BRIDGE
    assert await client.get_lore_entry("first", "bridge") == BRIDGE
    mended = BRIDGE.model_copy(update={"enabled": False, "constant": True})
    assert await client.update_lore_entry("first", mended) == mended
    assert [each async for each in client.list_lore_entries("first")] == [mended]

    await client.delete_lore_entry("first", "bridge")
    assert [each async for each in client.list_lore_entries("first")] == []
    await client.delete_world("first")
    with pytest.raises(NotFound, match="no world 'first'"):
        await client.get_world("first")


async def test_a_request_id_makes_a_call_safe_to_repeat(client: Client) -> None:
    world = World(id="twice", name="Twice")
    for _ in range(2):
        assert await client.create_world(world, request_id="w1") == world
        assert await client.create_lore_entry("twice", BRIDGE, request_id="e1") == BRIDGE
    with pytest.raises(InvalidArgument, match="'e1' was sent with something else"):
        await client.create_lore_entry(
            "twice", BRIDGE.model_copy(update={"id": "b"}), request_id="e1"
        )
    with pytest.raises(AlreadyExists):
        await client.create_lore_entry("twice", BRIDGE.model_copy(update={"text": "It stands."}))
    await client.delete_world("twice")


async def test_bundled_lore_can_be_read_and_not_changed(client: Client) -> None:
    entry = await client.get_lore_entry("emberlow", "mine")
    with pytest.raises(PermissionDenied, match="bundled"):
        await client.update_lore_entry("emberlow", entry)
    details = await client.get_world_details("emberlow")
    assert (details.world.name, details.bundled) == ("Emberlow", True)


async def test_a_lorebook_is_imported(client: Client) -> None:
    await client.create_world(World(id="books", name="Books"))
    entries = [{"keys": ["moon"], "content": "It is @@round.", "name": "The Moon"}]
    book = json.dumps({"spec": "lorebook_v3", "data": {"entries": entries}}).encode()

    for _ in range(2):
        assert await client.import_lorebook("books", book, request_id="b1") == (("the-moon",), ())
    found = await client.search_lore("books", "the moon")
    assert [each.found.entry.title for each in found] == ["The Moon"]
    await client.delete_world("books")


async def test_search_says_what_is_known_and_what_is_held_back_by_which_rule(
    client: Client,
) -> None:
    found = await client.search_lore("emberlow", "When is the night round?", "odrin")
    held = {each.found.entry.id: each.held_back_by for each in found}
    assert held["watch-rounds"] == "factions: village watch"

    found = await client.search_lore("emberlow", "When is the night round?", "corrin")
    assert (found[0].found.entry.id, found[0].held_back_by) == ("watch-rounds", "")
    assert found[0].found.why.startswith("key 'night round' in the player's line")


async def test_search_takes_what_the_game_says(client: Client) -> None:
    line = "Show me the burial book"
    state = GameState(quests={"the eleventh grave": 2})

    before = await client.search_lore("emberlow", line, "halwen")
    now = await client.search_lore("emberlow", line, "halwen", state=state)

    assert {each.found.entry.id: each.held_back_by for each in before}["burial-book"] == (
        "quests: the eleventh grave at stage 2"
    )
    assert (now[0].found.entry.id, now[0].held_back_by) == ("burial-book", "")


async def test_a_reply_says_what_came_to_mind(client: Client) -> None:
    conversation = await client.start_conversation("odrin")

    assert await _recalled(client, conversation.id, "Good morning!") == []
    recalled = await _recalled(client, conversation.id, "Why is the mine shut?")

    assert ("lore", "mine", "key 'mine' in the player's line") in [
        (kind, entry_id, why.split(";")[0]) for kind, entry_id, why in recalled
    ]


async def test_a_secret_opens_and_stays_open_till_the_game_says_otherwise(client: Client) -> None:
    conversation = await client.start_conversation(MASON)
    holding = GameState(items=frozenset({"ring"}))

    assert await _recalled(client, conversation.id, "Hello") == []
    told = ("secret", "secret-1", "the player holds 'ring'")
    assert await _recalled(client, conversation.id, "Hello", holding) == [told]
    assert await _recalled(client, conversation.id, "Hello") == [told]
    assert await _recalled(client, conversation.id, "Hello", GameState()) == []


async def test_what_happens_may_open_a_secret(client: Client) -> None:
    conversation = await client.start_conversation(MASON)
    holding = GameState(items=frozenset({"ring"}))

    happened = client.notify(conversation.id, "Ada shows a ring.", silent=True, state=holding)

    assert [event async for event in happened] == []
    assert await _recalled(client, conversation.id, "Hello") == [
        ("secret", "secret-1", "the player holds 'ring'")
    ]


async def test_a_secret_is_open_from_the_start_or_opens_in_a_group(client: Client) -> None:
    holding = GameState(items=frozenset({"ring"}))
    told = ("secret", "secret-1", "the player holds 'ring'")
    begun = await client.start_conversation(MASON, state=holding)
    grouped = await client.start_conversation(MASON)
    _ = [event async for event in client.group_chat([grouped.id], "Hello", state=holding)]

    assert await _recalled(client, begun.id, "Hello") == [told]
    assert await _recalled(client, grouped.id, "Hello") == [told]


async def test_a_preview_names_every_part_and_why(client: Client) -> None:
    conversation = await client.start_conversation("odrin", player="Ada", scene="Rain.")
    await _recalled(client, conversation.id, "Good evening")

    preview = await client.preview_prompt(conversation.id, "What of the mine?")

    origins = [part.origin for part in preview.parts]
    assert origins[:4] == ["rules", "world", "persona", "examples"]
    assert origins[4:6] == ["history", "history"]
    assert origins[-2:] == ["scene", "player"]
    assert set(origins[6:-2]) == {"lore"}
    assert all(part.why and part.tokens for part in preview.parts)
    assert preview.parts[-1].text == "Ada says: What of the mine?"
    lore = {part.id: part.text for part in preview.parts if part.origin == "lore"}
    assert lore["mine"].startswith("[Knows: The mine above Emberlow gave silver")
    assert preview.prompt_tokens >= sum(part.tokens for part in preview.parts) * 0.8


async def test_a_preview_changes_nothing(client: Client) -> None:
    conversation = await client.start_conversation(MASON)
    state = GameState(items=frozenset({"ring"}))

    preview = await client.preview_prompt(conversation.id, "Hello", state=state)

    assert [part.text for part in preview.parts if part.origin == "secret"] == [
        "[May tell now: She hid the crown.]"
    ]
    assert await client.get_conversation(conversation.id) == conversation
    assert await _recalled(client, conversation.id, "Hello") == []


async def test_a_state_that_is_wrong_names_its_field(client: Client) -> None:
    conversation = await client.start_conversation("odrin")
    state = GameState.model_construct(quests={"dig": 20_000})

    with pytest.raises(InvalidArgument, match=r"state\.quests\.dig"):
        await client.preview_prompt(conversation.id, "Hello", state=state)


async def _recalled(
    client: Client, conversation_id: str, text: str, state: GameState | None = None
) -> list[tuple[RecallKind, str, str]]:
    options: ReplyOptions = {} if state is None else {"state": state}
    async for event in client.chat(conversation_id, text, **options):
        if isinstance(event.body, Started):
            recalled = [(each.kind, each.id, each.why) for each in event.body.recalled]
    return recalled


def test_every_field_of_a_world_and_an_entry_travels() -> None:
    entry = {field.name for field in lore_pb2.LoreEntry.DESCRIPTOR.fields}
    world = {field.name for field in lore_pb2.World.DESCRIPTOR.fields}

    assert set(LoreEntry.model_fields) - {"enabled"} == entry - {"disabled"}
    assert set(World.model_fields) == world
