"""The Godot client's conformance driver: relays stdin and stdout to driver.gd in godot3-server.

Godot 3's scripts can't read stdin, so the lines travel over a loopback socket.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.clients.godot3 import convert_tree

PROJECT = Path(__file__).resolve().parents[2] / "clients" / "godot"
ENGINE = shutil.which("godot3-server")


def main() -> int:
    """The engine's exit status; its own prints go to stderr."""
    assert ENGINE, "apt-get install godot3-server"
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as server:
        convert_tree(PROJECT, Path(folder))
        engine = subprocess.Popen(
            [ENGINE, "-s", "tests/driver.gd"],
            cwd=folder,
            env=os.environ | {"NPCGEN_DRIVER_PORT": str(server.getsockname()[1])},
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
        )
        try:
            server.settimeout(20)
            connection, _ = server.accept()
            _relay(connection)
            return engine.wait(20)
        finally:
            engine.kill()
            engine.wait()


def _relay(connection: socket.socket) -> None:
    def hand_in() -> None:
        for line in sys.stdin.buffer:
            connection.sendall(line)
        connection.sendall(b'{"do":"quit"}\n')

    threading.Thread(target=hand_in, daemon=True).start()
    for line in connection.makefile("rb"):
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
