"""Several models in one server: loaded, chosen, unloaded, refused."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest

from npcgen.errors import (
    AlreadyExists,
    ConfigError,
    FailedPrecondition,
    InsufficientMemory,
    InvalidArgument,
    ModelUnusable,
    NotFound,
    NpcgenError,
    Unavailable,
)
from npcgen.v1 import common_pb2, model_pb2, persona_pb2
from npcgen.v1 import dialogue_pb2 as pb
from npcgen.v1.dialogue_pb2_grpc import DialogueServiceStub
from npcgen.v1.model_pb2_grpc import ModelServiceStub
from tests.gguf_factory import TinyModel, truncate, write_gguf
from tests.service.conftest import Serve, Server, scripted, words
from tests.service.native import events_of, failure_of, line, rest_of

# Everything that could be measured is set, so that nothing is.
SET = {"threads": 1, "kv_mode": "split", "flash_attention": "off", "batch_tokens": 64}
LONG: dict[str, Any] = {"max_tokens": 400, "timeout_ms": 60_000}
AVAILABLE, LOADED = model_pb2.MODEL_STATE_AVAILABLE, model_pb2.MODEL_STATE_LOADED


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all tests here, so that each model is tried out in a child process only once."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "models").mkdir()
    for seed, name in enumerate(("raven", "wren")):
        write_gguf(
            folder / "models" / f"{name}.gguf",
            TinyModel(seed=seed, says_bytes=False, context_length=2048),
        )
    return folder


@asynccontextmanager
async def two_stubs(server: Server) -> AsyncIterator[tuple[ModelServiceStub, DialogueServiceStub]]:
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        yield ModelServiceStub(channel), DialogueServiceStub(channel)


def load(name: str, **options: int) -> model_pb2.LoadModelRequest:
    return model_pb2.LoadModelRequest(name=name, options=model_pb2.LoadOptions(**options))


def unload(name: str, drain_ms: int = 20_000) -> model_pb2.UnloadModelRequest:
    return model_pb2.UnloadModelRequest(name=name, drain_ms=drain_ms)


async def begin(talk: DialogueServiceStub, model: str = "", *, wish: str = "") -> pb.Conversation:
    npc = persona_pb2.Persona(id="odo", name="Odo", role="ferryman", model=wish)
    request = pb.StartConversationRequest(persona=npc, model=model)
    begun: pb.StartConversationResponse = await talk.StartConversation(request)
    return begun.conversation


async def models_of(models: ModelServiceStub) -> dict[str, model_pb2.Model]:
    listed = await models.ListModels(model_pb2.ListModelsRequest())
    return {model.name: model for model in listed.models}


async def test_two_models_speak_side_by_side(serve: Serve, data_dir: Path) -> None:
    server = await serve(data_dir=data_dir, **SET)
    async with two_stubs(server) as (models, talk):
        loaded = (await models.LoadModel(load("raven", slots=2, context_tokens=1024))).model
        talks = [await begin(talk, "raven"), await begin(talk)]
        calls = [talk.Chat(line(each.id, max_tokens=8)) for each in talks]
        said = await asyncio.gather(*map(events_of, calls))
        listed = await models_of(models)
        info = await models.GetServerInfo(model_pb2.GetServerInfoRequest())
    assert (loaded.state, loaded.slots, loaded.context_tokens) == (LOADED, 2, 1024)
    assert [each.model for each in talks] == ["raven", "scripted"]
    assert [events[0].started.model for events in said] == ["raven", "scripted"]
    assert [name for name, model in listed.items() if model.state == LOADED] == [
        "scripted",
        "raven",
    ]
    assert [name for name, model in listed.items() if model.is_default] == ["scripted"]
    assert listed["wren"].state == AVAILABLE
    assert [stats.model for stats in info.models] == ["scripted", "raven"]
    assert info.free_memory_mib > 0


async def test_calls_stream_on_while_a_model_is_loaded(serve: Serve, data_dir: Path) -> None:
    # A new file, which is tried out in a child process: that takes a while.
    write_gguf(data_dir / "models" / "finch.gguf", TinyModel(seed=11))
    server = await serve(scripted(words(2_000), tokens_per_s=50), data_dir=data_dir, **SET)
    async with two_stubs(server) as (models, talk):
        call = talk.Chat(line((await begin(talk)).id, max_tokens=2_000))
        await call.read()
        loading = asyncio.ensure_future(models.LoadModel(load("finch")))
        meanwhile = 0
        while not loading.done():
            await call.read()
            meanwhile += not loading.done()
        assert (await loading).model.state == LOADED
        call.cancel()
    # A load that held the event loop would let through the read that waited, and no other.
    assert meanwhile > 2


async def test_loads_of_one_model_at_once_are_one_load(
    serve: Serve, data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "npcgen.service")
    server = await serve(data_dir=data_dir, **SET)
    async with two_stubs(server) as (models, _):
        answers = await asyncio.gather(*(models.LoadModel(load("raven")) for _ in range(4)))
        again = await models.LoadModel(load("raven"))
    assert {answer.model.sha256 for answer in answers} == {again.model.sha256}
    loads = [text for text in caplog.messages if text.startswith("model loaded: raven")]
    assert len(loads) == 1


async def test_a_caller_that_leaves_does_not_end_the_load(serve: Serve, data_dir: Path) -> None:
    server = await serve(data_dir=data_dir, **SET)
    async with two_stubs(server) as (models, _):
        leaving = models.LoadModel(load("raven"))
        staying = asyncio.ensure_future(models.LoadModel(load("raven")))
        await asyncio.sleep(0)
        leaving.cancel()
        assert (await staying).model.state == LOADED


async def test_other_options_for_a_loaded_model_are_refused(serve: Serve, data_dir: Path) -> None:
    server = await serve(data_dir=data_dir, **SET)
    async with two_stubs(server) as (models, _):
        await models.LoadModel(load("raven", slots=2))
        await models.LoadModel(load("raven", slots=2, threads=1))
        await models.LoadModel(load("raven"))
        code, error = await failure_of(models.LoadModel(load("raven", slots=3)))
    assert code is grpc.StatusCode.ALREADY_EXISTS
    assert (type(error), error.reason) == (AlreadyExists, "MODEL_LOADED_OTHERWISE")
    assert error.message.startswith("the model 'raven' is loaded with slots 2; unload it first")


async def test_unloading_lets_a_reply_finish_and_takes_no_new_one(
    serve: Serve, data_dir: Path
) -> None:
    server = await serve(data_dir=data_dir, max_tokens_per_s=60, **SET)
    async with two_stubs(server) as (models, talk):
        await models.LoadModel(load("raven", slots=2))
        first, second = await begin(talk, "raven"), await begin(talk, "raven")
        call = talk.Chat(line(first.id, max_tokens=40))
        await call.read()
        unloading = asyncio.ensure_future(models.UnloadModel(unload("raven")))
        while (await models_of(models))["raven"].state == LOADED:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        state = (await models_of(models))["raven"].state
        code, error = await failure_of(events_of(talk.Chat(line(second.id))))
        _, loading = await failure_of(models.LoadModel(load("raven")))
        last = (await rest_of(call))[-1]
        unloaded = await unloading
        after = (await models_of(models))["raven"].state
    assert (state, after) == (model_pb2.MODEL_STATE_UNLOADING, AVAILABLE)
    assert code is grpc.StatusCode.FAILED_PRECONDITION
    assert (type(error), error.reason) == (FailedPrecondition, "MODEL_NOT_LOADED")
    assert "load it with LoadModel" in error.message
    assert (type(loading), loading.reason) == (Unavailable, "MODEL_UNLOADING")
    assert last.completed.finish_reason == common_pb2.FINISH_REASON_LENGTH
    assert (unloaded.unloaded, unloaded.cut_off_replies) == (True, 0)


async def test_a_reply_that_outlasts_the_drain_is_cut_off_and_its_conversation_stays(
    serve: Serve, data_dir: Path
) -> None:
    server = await serve(data_dir=data_dir, max_tokens_per_s=20, **SET)
    async with two_stubs(server) as (models, talk):
        await models.LoadModel(load("raven"))
        conversation = await begin(talk, "raven")
        call = talk.Chat(line(conversation.id, **LONG))
        while not (await call.read()).event.text_delta.text:
            continue
        unloaded = await models.UnloadModel(unload("raven", drain_ms=0))
        code, _ = await failure_of(rest_of(call))
        _, gone = await failure_of(events_of(talk.Chat(line(conversation.id))))
        await models.LoadModel(load("raven"))
        again = await events_of(talk.Chat(line(conversation.id, max_tokens=3)))
    assert (unloaded.unloaded, unloaded.cut_off_replies) == (True, 1)
    assert code is grpc.StatusCode.UNAVAILABLE
    assert gone.reason == "MODEL_NOT_LOADED"
    assert again[-1].completed.finish_reason == common_pb2.FINISH_REASON_LENGTH


async def test_unloading_twice_at_once_and_again(serve: Serve, data_dir: Path) -> None:
    server = await serve(data_dir=data_dir, max_tokens_per_s=60, **SET)
    async with two_stubs(server) as (models, talk):
        await models.LoadModel(load("raven"))
        call = talk.Chat(line((await begin(talk, "raven")).id, max_tokens=40))
        await call.read()
        both = await asyncio.gather(*(models.UnloadModel(unload("raven")) for _ in range(2)))
        again = await models.UnloadModel(unload("raven"))
        code, error = await failure_of(models.UnloadModel(unload("phantom")))
    assert [each.unloaded for each in (*both, again)] == [True, True, False]
    assert (code, type(error)) == (grpc.StatusCode.NOT_FOUND, NotFound)
    assert [slot.name for slot in server.app.models.slots] == ["scripted"]


async def test_a_drain_may_be_cut_short(serve: Serve, data_dir: Path) -> None:
    server = await serve(data_dir=data_dir, max_tokens_per_s=20, **SET)
    async with two_stubs(server) as (models, talk):
        await models.LoadModel(load("raven"))
        call = talk.Chat(line((await begin(talk, "raven")).id, **LONG))
        await call.read()
        patient = asyncio.ensure_future(models.UnloadModel(unload("raven", drain_ms=600_000)))
        while (await models_of(models))["raven"].state == LOADED:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        async with asyncio.timeout(10):
            hurried = await models.UnloadModel(unload("raven", drain_ms=0))
            assert await patient == hurried
    assert hurried.cut_off_replies == 1


async def test_unloading_gives_the_memory_back(serve: Serve, data_dir: Path) -> None:
    server = await serve(data_dir=data_dir, memory_budget_mib=4096, **SET)
    before = server.app.budget.free()
    async with two_stubs(server) as (models, _):
        await models.LoadModel(load("raven"))
        held = before - server.app.budget.free()
        await models.UnloadModel(unload("raven"))
    assert held > 256 * 2**20
    assert server.app.budget.free() == before


async def test_the_default_model_stays(serve: Serve, data_dir: Path) -> None:
    server = await serve(data_dir=data_dir, **SET)
    async with two_stubs(server) as (models, _):
        code, error = await failure_of(models.UnloadModel(unload("scripted")))
        same = await models.LoadModel(load("scripted"))
    assert code is grpc.StatusCode.FAILED_PRECONDITION
    assert (type(error), error.reason) == (FailedPrecondition, "MODEL_IS_DEFAULT")
    assert same.model.is_default


async def test_a_model_over_the_budget_is_refused_with_numbers(
    serve: Serve, data_dir: Path
) -> None:
    server = await serve(data_dir=data_dir, memory_budget_mib=300, **SET)
    async with two_stubs(server) as (models, _):
        code, error = await failure_of(models.LoadModel(load("raven")))
        listed = await models_of(models)
    assert code is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert (type(error), error.reason) == (InsufficientMemory, "INSUFFICIENT_MEMORY")
    assert "needs about" in error.message
    assert "300 MiB are free" in error.message
    assert listed["raven"].state == AVAILABLE


async def test_a_default_model_over_the_budget_is_refused_at_the_start(
    serve: Serve, data_dir: Path
) -> None:
    given = {"backend": "llama_cpp", "model": "raven", "memory_budget_mib": 300}
    server = await serve(loads_itself=True, ready=False, data_dir=data_dir, **given, **SET)
    with pytest.raises(InsufficientMemory, match="300 MiB are free"):
        await server.app.wait_ready()
    async with two_stubs(server) as (models, talk):
        code, error = await failure_of(begin(talk))
        state = (await models_of(models))["raven"].state
    assert (code, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "INSUFFICIENT_MEMORY")
    assert state == model_pb2.MODEL_STATE_FAILED


async def test_models_are_loaded_with_the_server(serve: Serve, data_dir: Path) -> None:
    server = await serve(data_dir=data_dir, also_load=("raven", "wren"), **SET)
    assert [slot.name for slot in server.app.models.slots] == ["scripted", "raven", "wren"]


@pytest.mark.parametrize(
    "name", ["phantom", "../models/raven", "/etc/passwd", "raven.gguf", "~root", "\0", "x" * 99_999]
)
async def test_only_names_of_the_catalogue_are_loaded(
    serve: Serve, data_dir: Path, name: str
) -> None:
    server = await serve(data_dir=data_dir, **SET)
    async with two_stubs(server) as (models, _):
        code, error = await failure_of(models.LoadModel(load(name)))
        listed = await models_of(models)
    assert (code, type(error), error.reason) == (
        grpc.StatusCode.NOT_FOUND,
        NotFound,
        "MODEL_NOT_FOUND",
    )
    assert str(data_dir) not in error.message
    assert next(iter(listed)) == "scripted"
    assert name not in listed


@pytest.mark.parametrize(
    ("options", "kind", "text"),
    [
        ({"slots": 257}, InvalidArgument, "options.slots: is 257; choose 0 to 256"),
        ({"threads": 99_999}, InvalidArgument, "choose 0 to 512"),
        ({"n_gpu_layers": -2}, InvalidArgument, "options.n_gpu_layers: is -2"),
        ({"context_tokens": 2**31}, InvalidArgument, "options.context_tokens: is 2147483648"),
        ({"context_tokens": 2049}, ConfigError, "trained with 2048"),
    ],
)
async def test_options_out_of_range_are_refused(
    serve: Serve, data_dir: Path, options: dict[str, int], kind: type[NpcgenError], text: str
) -> None:
    server = await serve(data_dir=data_dir, **SET)
    async with two_stubs(server) as (models, _):
        _, error = await failure_of(models.LoadModel(load("raven", **options)))
    assert type(error) is kind
    assert text in error.message


@pytest.mark.parametrize("name", ["", "x" * 65])
async def test_names_that_will_not_do(serve: Serve, data_dir: Path, name: str) -> None:
    server = await serve(data_dir=data_dir, **SET)
    async with two_stubs(server) as (models, talk):
        if not name:
            for call in (models.LoadModel(load(name)), models.UnloadModel(unload(name))):
                _, error = await failure_of(call)
                assert [violation.path for violation in error.violations] == ["name"]
            _, late = await failure_of(models.UnloadModel(unload("raven", drain_ms=600_001)))
            assert [violation.path for violation in late.violations] == ["drain_ms"]
        else:
            _, error = await failure_of(begin(talk, name))
            assert [violation.path for violation in error.violations] == ["model"]


async def test_a_file_that_cannot_be_loaded_may_be_tried_again(
    serve: Serve, data_dir: Path
) -> None:
    path = data_dir / "models" / "cut.gguf"
    truncate(write_gguf(path, TinyModel(seed=7)), 0.7)
    server = await serve(data_dir=data_dir, **SET)
    async with two_stubs(server) as (models, _):
        code, error = await failure_of(models.LoadModel(load("cut")))
        write_gguf(path, TinyModel(seed=7))
        loaded = (await models.LoadModel(load("cut"))).model
    path.unlink()
    assert (code, type(error)) == (grpc.StatusCode.FAILED_PRECONDITION, ModelUnusable)
    assert loaded.state == LOADED


async def test_a_conversation_must_name_a_loaded_model(serve: Serve, data_dir: Path) -> None:
    server = await serve(data_dir=data_dir, **SET)
    async with two_stubs(server) as (_, talk):
        for name in ("wren", "phantom"):
            code, error = await failure_of(begin(talk, name))
            assert code is grpc.StatusCode.FAILED_PRECONDITION
            assert error.reason == "MODEL_NOT_LOADED"
            assert error.metadata == {"model": name}


async def test_a_personas_wish_is_met_where_it_can_be(serve: Serve, data_dir: Path) -> None:
    server = await serve(data_dir=data_dir, **SET)
    async with two_stubs(server) as (models, talk):
        before = await begin(talk, wish="wren")
        await models.LoadModel(load("wren"))
        after = await begin(talk, wish="wren")
        other = await begin(talk, "scripted", wish="wren")
    assert [each.model for each in (before, after, other)] == ["scripted", "wren", "scripted"]


@pytest.mark.parametrize("replace", [False, True])
async def test_a_model_whose_file_goes_speaks_on(
    serve: Serve, data_dir: Path, replace: bool
) -> None:
    path = write_gguf(
        data_dir / "models" / "robin.gguf", TinyModel(seed=9, says_bytes=False, context_length=2048)
    )
    server = await serve(data_dir=data_dir, **SET)
    async with two_stubs(server) as (models, talk):
        loaded = (await models.LoadModel(load("robin"))).model
        conversation = await begin(talk, "robin")
        call = talk.Chat(line(conversation.id, max_tokens=40))
        await call.read()
        if replace:
            write_gguf(path.with_suffix(".new"), TinyModel(seed=8)).replace(path)
        else:
            path.unlink()
        last = (await rest_of(call))[-1]
        again = (await events_of(talk.Chat(line(conversation.id, max_tokens=9))))[-1]
        listed = (await models_of(models))["robin"]
        await models.UnloadModel(unload("robin"))
        later = (await models_of(models)).get("robin")
    path.unlink(missing_ok=True)
    assert last.completed.usage.completion_tokens == 40
    assert again.completed.usage.completion_tokens == 9
    assert (loaded.file_changed, listed.file_changed) == (False, True)
    assert (listed.state, listed.sha256) == (LOADED, loaded.sha256)
    assert (later is not None) is replace


async def test_without_mmap_a_file_may_be_written_over(serve: Serve, data_dir: Path) -> None:
    path = write_gguf(data_dir / "models" / "lark.gguf", TinyModel(seed=5, context_length=2048))
    server = await serve(data_dir=data_dir, mmap=False, **SET)
    async with two_stubs(server) as (models, talk):
        await models.LoadModel(load("lark"))
        conversation = await begin(talk, "lark")
        path.write_bytes(b"no model any more")
        last = (await events_of(talk.Chat(line(conversation.id, max_tokens=9))))[-1]
        listed = (await models_of(models))["lark"]
    path.unlink()
    assert last.completed.usage.completion_tokens == 9
    assert (listed.state, listed.file_changed) == (LOADED, True)


async def test_a_server_stops_while_a_model_is_loaded(serve: Serve, data_dir: Path) -> None:
    server = await serve(data_dir=data_dir, **SET)
    async with two_stubs(server) as (models, _):
        loading = asyncio.ensure_future(models.LoadModel(load("raven")))
        while len(list(server.app.models.slots)) < 2:  # noqa: ASYNC110 (nothing tells when)
            await asyncio.sleep(0.001)
        async with asyncio.timeout(30):
            await server.app.stop(0.0)
        await asyncio.wait((loading,))
        loading.exception()
