"""The blocking client has the verbs of the async one."""

import inspect
from concurrent.futures import ThreadPoolExecutor

from npcgen import Client, Completed, Persona, SyncClient


def test_both_clients_have_the_same_verbs_and_arguments() -> None:
    def verbs(kind: type) -> dict[str, list[str]]:
        functions = inspect.getmembers(kind, inspect.isfunction)
        return {
            name: list(inspect.signature(function).parameters)
            for name, function in functions
            if not name.startswith("_")
        }

    assert verbs(SyncClient) == verbs(Client)


def test_a_conversation_from_start_to_end(sync_client: SyncClient) -> None:
    conversation = sync_client.start_conversation("tamsin", player="Mara")
    *_, last = sync_client.chat(conversation.id, "Where am I?", seed=1)
    assert isinstance(last.body, Completed)

    found = sync_client.get_conversation(conversation.id)
    assert found.turns[0].npc_text == last.body.text
    assert conversation.id in [each.id for each in sync_client.list_conversations()]
    assert sync_client.cancel(conversation.id) is False
    sync_client.delete_conversation(conversation.id)


def test_personas_and_models(sync_client: SyncClient) -> None:
    jon = Persona(id="jon", name="Jon", role="carter")
    assert sync_client.create_persona(jon) == jon
    assert sync_client.update_persona(jon) == jon
    assert sync_client.get_persona("jon").persona == jon
    assert "jon" in [each.id for each in sync_client.list_personas()]
    sync_client.delete_persona("jon")

    assert next(sync_client.list_models()).name == "scripted"
    assert sync_client.get_model("scripted").slots == 64


def test_threads_may_share_it(sync_client: SyncClient) -> None:
    def talk(persona: str) -> str:
        conversation = sync_client.start_conversation(persona)
        *_, last = sync_client.chat(conversation.id, "Hello.")
        assert isinstance(last.body, Completed)
        return conversation.npc_id

    cast = ["brannoch", "tamsin", "odrin", "isolde"]
    with ThreadPoolExecutor(len(cast)) as threads:
        assert list(threads.map(talk, cast)) == cast
