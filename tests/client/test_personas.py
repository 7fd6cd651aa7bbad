"""Personas and models, from the client's side of a real server."""

from npcgen import Client, Persona, PersonaDetails, __version__
from npcgen.client import ModelState
from npcgen.dialogue.persona import Example

MIRA = Persona(
    id="mira",
    name="Mira Holt",
    role="ferrier",
    goals=("mend the ferry",),
    examples=(Example(player="Hello.", npc="Mind the rope."),),
)


async def test_a_persona_is_created_changed_and_deleted(client: Client) -> None:
    assert await client.create_persona(MIRA) == MIRA
    assert await client.get_persona("mira") == PersonaDetails(MIRA, bundled=False)

    older = MIRA.model_copy(update={"summary": "Seventy and counting."})
    assert await client.update_persona(older) == older
    assert (await client.get_persona("mira")).persona == older

    await client.delete_persona("mira")
    assert "mira" not in [persona.id async for persona in client.list_personas()]


async def test_bundled_personas_are_listed_by_id(client: Client) -> None:
    ids = [persona.id async for persona in client.list_personas()]

    assert [each for each in ids if each in ("tamsin", "brannoch")] == ["brannoch", "tamsin"]
    assert (await client.get_persona("brannoch")).bundled


async def test_models_say_what_is_loaded(client: Client) -> None:
    loaded = await anext(client.list_models())

    assert (loaded.name, loaded.state) == ("scripted", ModelState.LOADED)
    assert await client.get_model("scripted") == loaded


async def test_server_info_says_what_runs(client: Client) -> None:
    info = await client.server_info()

    assert info.version == __version__
    assert (info.model.name, info.queue_limit, info.draining) == ("scripted", 64, False)
