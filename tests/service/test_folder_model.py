"""A whole server in front of a model folder."""

import asyncio
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the extra [torch]")
pytest.importorskip("transformers", reason="needs the extra [torch]")

from npcgen.engine.load import load_backend
from npcgen.settings import Settings
from tests.folder_factory import TinyFolder, write_folder
from tests.service.conftest import Serve
from tests.service.native import begin, events_of, line, talking


async def test_npcs_speak_from_a_model_folder(serve: Serve, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "raven", TinyFolder(context_length=4096))
    given = {"backend": "transformers", "model": str(folder), "slots": 4}
    server = await serve(lambda: load_backend(Settings.model_validate(given)), **given)
    async with talking(server) as stub:
        conversations = [await begin(stub) for _ in range(3)]
        calls = [stub.Chat(line(each, max_tokens=12)) for each in conversations]
        for events in await asyncio.gather(*map(events_of, calls)):
            completed = events[-1].completed
            text = "".join(event.text_delta.text for event in events)
            assert completed.text.strip() == text.strip()
            assert completed.usage.completion_tokens == 12
