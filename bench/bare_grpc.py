"""What grpc.aio alone costs for each small message: the floor under our own figure.

The same number of streams at the same pace, through a server that does nothing else.
"""

import asyncio
import sys
import time

import grpc.aio
import psutil

STREAMS = 32
PACE = 100.0
MESSAGES = 16
SECONDS = 5.0
_METHOD = "/bench.Floor/Stream"


async def cpu_us() -> float:
    """Processor microseconds of the server for each message."""
    pipe = asyncio.subprocess.PIPE
    server = await asyncio.create_subprocess_exec(sys.executable, "-m", __name__, stdout=pipe)
    try:
        assert server.stdout is not None
        target = f"127.0.0.1:{int(await server.stdout.readline())}"
        async with grpc.aio.insecure_channel(target) as channel:
            await _listen(channel, 0.2)
            before = psutil.Process(server.pid).cpu_times()
            counts = await asyncio.gather(*(_listen(channel, SECONDS) for _ in range(STREAMS)))
            used = psutil.Process(server.pid).cpu_times()
    finally:
        server.kill()
        await server.wait()
    return (used.user + used.system - before.user - before.system) / sum(counts) * 1e6


async def _listen(channel: grpc.aio.Channel, seconds: float) -> int:
    until, messages = time.perf_counter() + seconds, 0
    while time.perf_counter() < until:
        call = channel.unary_stream(_METHOD, bytes, bytes)
        async for _ in call(b""):
            messages += 1
    return messages


async def _stream(_request: bytes, context: "grpc.aio.ServicerContext[bytes, bytes]") -> None:
    due = time.perf_counter()
    for _ in range(MESSAGES):
        due += 1 / PACE
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await context.write(b"x" * 40)


async def _serve() -> None:
    server = grpc.aio.server()
    handler = grpc.unary_stream_rpc_method_handler(_stream)
    service, method = _METHOD.strip("/").split("/")
    handlers = grpc.method_handlers_generic_handler(service, {method: handler})
    server.add_generic_rpc_handlers((handlers,))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await server.wait_for_termination()


if __name__ == "__main__":
    asyncio.run(_serve())
