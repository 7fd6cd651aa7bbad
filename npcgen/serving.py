"""The process around an App: its event loop, and what ends it."""

import asyncio
import importlib
import importlib.util
import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from npcgen.app import App, Bound
from npcgen.engine.base import Backend
from npcgen.errors import NpcgenError
from npcgen.settings import Settings

logger = logging.getLogger(__name__)

FIRST_WORDS_S = 2.0
"""Seconds for those who waited for the model, before pages are prepared beside them."""
_LONG_S = 60.0


def run(
    settings: Settings,
    *,
    announce: Callable[[Bound], None],
    load: Callable[[], Backend] | None = None,
) -> None:
    """Serves until SIGINT or SIGTERM, and drains. Call it on the main thread.

    `announce` is called once the ports are open; the model may still be loading. Raises
    ConfigError, and whatever the model couldn't be loaded for.
    """
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(settings, announce, load))


async def _serve(
    settings: Settings, announce: Callable[[Bound], None], load: Callable[[], Backend] | None
) -> None:
    app = App(settings, load)
    stop = asyncio.Event()
    with _stop_signals(stop):
        bound = await app.start()
        preparing = asyncio.create_task(_prepare_preview(app), name="npcgen-preview")
        try:
            announce(bound)
            await _told_or_failed(app, stop)
        finally:
            logger.info("stopping")
            preparing.cancel()
            # What fails in there fails again for the browser that comes, and is logged then.
            await asyncio.gather(preparing, return_exceptions=True)
            await app.stop()


async def _prepare_preview(app: App) -> None:
    """So that the first browser needn't wait. Whoever waited for the model speaks first."""
    if app.preview is None:
        return
    try:
        await app.wait_ready()
    except NpcgenError:
        return
    await asyncio.sleep(FIRST_WORDS_S)
    while not await app.calls.wait_idle(_LONG_S):
        logger.debug("the preview waits for calls to end")
    await app.preview.prepare()


async def _told_or_failed(app: App, stop: asyncio.Event) -> None:
    """Returns when `stop` is set; raises what makes the server useless."""
    told = asyncio.create_task(stop.wait(), name="npcgen-told")
    failed = asyncio.create_task(app.wait_failed(), name="npcgen-failed")
    try:
        await asyncio.wait((told, failed), return_when=asyncio.FIRST_COMPLETED)
        if failed.done():
            await failed
    finally:
        told.cancel()
        failed.cancel()


@contextmanager
def _stop_signals(stop: asyncio.Event) -> Iterator[None]:
    """Sets `stop` at the first SIGINT or SIGTERM; a second one ends the process at once."""
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def handle(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        loop.call_soon_threadsafe(stop.set)

    # signal.signal and not the loop's own way, which Windows doesn't have.
    for number in before:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's, where it is installed."""
    if importlib.util.find_spec("uvloop") is None:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = importlib.import_module(
        "uvloop"
    ).new_event_loop
    return factory
