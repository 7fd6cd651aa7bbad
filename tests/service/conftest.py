"""Real servers on free ports, in the test's own process."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from inspect import iscoroutinefunction
from pathlib import Path

import pytest
import pytest_asyncio

from npcgen.app import App, Bound
from npcgen.engine.backends.scripted import ScriptedBackend
from npcgen.engine.base import Backend
from npcgen.settings import Settings

REPLY = "The forge is hot. Mind your sleeves."


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """NOTE: grpc.aio knows one event loop a process, so all tests here share one."""
    for item in items:
        here = isinstance(item, pytest.Function) and "service" in item.path.parts
        if here and iscoroutinefunction(getattr(item, "function", None)):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


class Server:
    """A running App and where it listens."""

    def __init__(self, app: App, bound: Bound) -> None:
        self.app = app
        self.bound = bound
        self.grpc = bound.grpc
        self.http = bound.http_url


Serve = Callable[..., Awaitable[Server]]


@pytest_asyncio.fixture(loop_scope="session")
async def serve(tmp_path: Path) -> AsyncIterator[Serve]:
    """Starts a server; whatever was started is stopped after the test."""
    async with AsyncExitStack() as stack:

        async def start(
            load: Callable[[], Backend] | None = None,
            *,
            ready: bool = True,
            stall_s: float = 5.0,
            loads_itself: bool = False,
            **given: object,
        ) -> Server:
            fields = {"grpc_port": 0, "http_port": 0, "data_dir": tmp_path, "backend": "scripted"}
            # Only tests of levels need processes that make them.
            settings = Settings.model_validate(fields | {"generation_workers": 0} | given)
            app = App(settings, None if loads_itself else load or scripted(), stall_s=stall_s)
            bound = await app.start()
            stack.push_async_callback(app.stop, 0.0)
            if ready:
                await app.wait_ready()
            return Server(app, bound)

        yield start


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def levels(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    """A server with one worker that makes levels, the same for all tests that only ask."""
    fields = {"grpc_port": 0, "http_port": 0, "backend": "scripted", "generation_workers": 1}
    data_dir = tmp_path_factory.mktemp("levels")
    app = App(Settings.model_validate(fields | {"data_dir": data_dir}), scripted())
    bound = await app.start()
    await app.wait_ready()
    yield Server(app, bound)
    await app.stop(0.0)


def words(count: int) -> str:
    """A long reply that never repeats itself, or a guardrail would end it."""
    return " ".join(f"word{number}" for number in range(count))


def scripted(
    reply: str = REPLY, *, tokens_per_s: float = 2_000.0, slots: int = 8
) -> Callable[[], Backend]:
    """What loads a backend that always says `reply`."""
    return lambda: ScriptedBackend((reply,), tokens_per_s=tokens_per_s, slots=slots)
