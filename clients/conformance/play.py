"""One transcript, played through a driver: setup, steps, and what came of each call."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from clients.conformance import wire
from clients.conformance.compare import Values
from clients.conformance.driver import Driver
from clients.conformance.faults import FaultProxy
from clients.conformance.hosts import Hosts
from clients.conformance.transcript import Transcript, at_path, filled

CALL_S = 60.0
"""Seconds for a call, or for a state, beyond which the driver or a server is stuck."""
_LOOK_S = 0.05
_SENT = ("method", "stream", "timeout_ms", "cancel_after_events", "retries")


@dataclass(slots=True)
class Outcome:
    """What a driver said of one call."""

    events: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    response: dict[str, Any] | None = None
    done: dict[str, Any] = field(default_factory=dict)
    skip: str = ""
    stuck: bool = False


Played = list[tuple[dict[str, Any], Outcome]]


class Stage:
    """What transcripts are played on: a driver and the servers."""

    def __init__(self, driver: Driver, hosts: Hosts) -> None:
        self._driver = driver
        self._hosts = hosts

    async def play(self, transcript: Transcript, values: Values) -> Played:
        """Each call with its outcome; `values` has what `setup` kept. Raises DriverBroken."""
        server = transcript.server
        played: Played = []
        async with AsyncExitStack() as held:
            for each in transcript.content.get("setup", []):
                await self._set_up(self._hosts.urls[server], each, values, held)
            for step in transcript.content["steps"]:
                if isinstance(step, list):
                    calls = [self._call(server, call, values) for call in step]
                    played += zip(step, await asyncio.gather(*calls), strict=True)
                else:
                    await self._do({**step, "server": server}, values)
        return played

    async def _set_up(
        self, url: str, each: dict[str, Any], values: Values, held: AsyncExitStack
    ) -> None:
        request = filled(each.get("request", {}), values)
        if each.get("hold"):
            await held.enter_async_context(_held(url, each["method"], request))
        elif "wait" in each:
            await _wait(url, filled(each["wait"], values))
        else:
            answer = await wire.ask(url, each["method"], request, each.get("key", ""))
            for name, path in each.get("keep", {}).items():
                values[f"${name}"] = at_path(answer, path)

    async def _do(self, order: Mapping[str, Any], values: Values) -> None:
        match order["do"]:
            case "kill":
                await self._hosts.kill_mortal()
            case "start":
                await self._hosts.start_mortal()
            case "drain":
                await self._hosts.drain(order["server"])
            case "suspend":
                await self._driver.suspend(order["ms"] / 1000)
            case "wait":
                await _wait(self._hosts.urls[order["server"]], filled(order, values))
            case unknown:
                raise ValueError(f"nobody knows how to {unknown}")

    async def _call(self, server: str, call: dict[str, Any], values: Values) -> Outcome:
        order = {name: call[name] for name in _SENT if name in call}
        order |= {"stream": call.get("stream", False), "key": call.get("key", "")}
        order["request"] = filled(call.get("request", {}), values)
        async with _way_to(self._hosts.urls[server], call) as (base_url, proxy):
            order["base_url"] = base_url
            outcome = Outcome()
            during = {**call["during"], "server": server} if "during" in call else {}
            try:
                async with asyncio.timeout(CALL_S):
                    await self._follow(order, during, outcome, proxy, values)
            except TimeoutError:
                outcome.stuck = True
        return outcome

    async def _follow(
        self,
        order: dict[str, Any],
        during: Mapping[str, Any],
        outcome: Outcome,
        proxy: FaultProxy | None,
        values: Values,
    ) -> None:
        async with aclosing(self._driver.call(order)) as answers:
            async for answer in answers:
                _note(answer, outcome)
                if proxy is not None and ("event" in answer or "message" in answer):
                    proxy.saw()
                if during and len(outcome.events) == during["after_events"]:
                    await self._do(during, values)
                    during = {}


def _note(answer: Mapping[str, Any], outcome: Outcome) -> None:
    if "event" in answer:
        outcome.events.append(answer["event"])
    elif "message" in answer:
        outcome.messages.append(answer["message"])
    elif "response" in answer:
        outcome.response = answer["response"]
    elif "done" in answer:
        outcome.done = answer["done"]
    else:
        outcome.skip = str(answer["skip"])


@asynccontextmanager
async def _way_to(
    url: str, call: Mapping[str, Any]
) -> AsyncIterator[tuple[str, FaultProxy | None]]:
    """Where the driver is sent, and the proxy that stands there."""
    if call.get("to") == "nobody":
        # Bound and not listening: refused for sure, and nobody else takes the port meanwhile.
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            yield f"http://127.0.0.1:{nobody.getsockname()[1]}", None
    elif "fault" in call:
        proxy = FaultProxy(url, call["fault"])
        try:
            yield await proxy.start(), proxy
        finally:
            await proxy.close()
    else:
        yield call.get("to", url), None


@asynccontextmanager
async def _held(url: str, method: str, request: dict[str, Any]) -> AsyncIterator[None]:
    """A stream that the runner itself keeps open, and reads nothing of."""
    _, writer = await wire.connect(url)
    writer.write(wire.request(method, request, stream=True))
    try:
        yield
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def _wait(url: str, order: Mapping[str, Any]) -> None:
    """Until a unary call answers what it shall. Raises TimeoutError."""
    async with asyncio.timeout(CALL_S):
        while True:
            answer = await wire.ask(url, order["method"], order.get("request", {}))
            if all(at_path(answer, path) == value for path, value in order["until"].items()):
                return
            await asyncio.sleep(_LOOK_S)
