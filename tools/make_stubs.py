"""Generates npcgen/v1 from protos/, or with --check says whether it is stale.

NOTE: the compiler is an old one on purpose. Stubs load on the protobuf they were made for and on
every newer one, never on an older one; these load on protobuf 5.29 and on 7.x.
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILER = ["grpcio-tools==1.71.2", "setuptools<81"]
PROTOS = ROOT / "protos"
STUBS = Path("npcgen") / "v1"


def main() -> None:
    if "--check" not in sys.argv:
        generate(ROOT)
        return
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder))
        if stale := differing(Path(folder)):
            sys.exit(f"stale stubs: {', '.join(stale)}; run: make protos")


def generate(out: Path) -> None:
    (out / STUBS).mkdir(parents=True, exist_ok=True)
    sources = sorted((PROTOS / STUBS).glob("*.proto"))
    outputs = [f"--{kind}_out={out}" for kind in ("python", "pyi", "grpc_python")]
    command: list[str | Path] = [
        compiler(),
        "-m",
        "grpc_tools.protoc",
        f"-I{PROTOS}",
        *outputs,
        *sources,
    ]
    subprocess.run(command, check=True)


def compiler() -> Path:
    """The Python of an environment that holds only the compiler."""
    environment = ROOT / "build" / "protoc"
    python = environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.is_file():
        venv.create(environment, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *COMPILER], check=True)
    return python


def differing(fresh: Path) -> list[str]:
    names = {path.name for root in (ROOT, fresh) for path in (root / STUBS).glob("*_pb2*")}
    return sorted(name for name in names if read(ROOT, name) != read(fresh, name))


def read(root: Path, name: str) -> bytes:
    path = root / STUBS / name
    return path.read_bytes() if path.is_file() else b""


if __name__ == "__main__":
    main()
