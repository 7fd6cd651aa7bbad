"""Makes the virtual environment: `python3 tools/setup_env.py VENV [EXTRA ...]`.

Standard library only, so that it runs before anything is installed. Done once, it costs nothing:
a stamp in the environment holds what it was made from. The one slow part is llama-cpp-python,
which has no wheel on PyPI: a prebuilt one is used where pip offers it, else it is built once,
without the parts npcgen never loads, and kept in a cache outside the checkout.
"""

import hashlib
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MINIMAL = ROOT / "tools" / "llama_cpp_minimal.cmake"
CONSTRAINTS = ROOT / "constraints.txt"
# gcc 12 drops stores of AMX tile set-ups and the build crashes (llama.cpp #20824).
NO_AMX = "-mno-amx-tile -mno-amx-int8 -mno-amx-bf16"


def main() -> None:
    target, *extras = sys.argv[1:]
    environment = Path(target).resolve()
    stamp = environment / f".npcgen-{'-'.join(['core', *extras])}"
    made_from = fingerprint(extras)
    if stamp.is_file() and stamp.read_text() == made_from:
        return
    check_python()
    python = make_environment(environment)
    wheel_dir = llama_cpp_wheel(python)
    say("installing npcgen" + (f" with {', '.join(extras)}" if extras else ""))
    requirement = f"{ROOT}[{','.join(extras)}]" if extras else str(ROOT)
    pip(python, "install", "-c", CONSTRAINTS, "--find-links", wheel_dir, "-e", requirement)
    stamp.write_text(made_from)


def fingerprint(extras: list[str]) -> str:
    """Changes when anything the environment is made from does."""
    sources = [ROOT / "pyproject.toml", CONSTRAINTS, Path(__file__), MINIMAL]
    digest = hashlib.sha256(repr((extras, os.environ.get("CMAKE_ARGS"))).encode())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()


def check_python() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - run by whatever Python there is
        stop(f"npcgen needs Python 3.11 or newer, this is {platform.python_version()}")
    try:
        import ensurepip  # noqa: F401 - Debian leaves it out of python3
    except ImportError:
        stop("this Python can't make virtual environments; run: sudo apt install python3-venv")


def make_environment(environment: Path) -> Path:
    """The environment's Python, made when it isn't there."""
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.is_file():
        say("making a virtual environment")
        venv.create(environment, with_pip=True, clear=True)
    return python


def llama_cpp_wheel(python: Path) -> Path:
    """A folder that holds a llama-cpp-python wheel for this machine."""
    requirement = re.search(r"llama-cpp-python==[\w.]+", (ROOT / "pyproject.toml").read_text())
    assert requirement, "pyproject.toml pins llama-cpp-python"
    folder = wheel_cache()
    if list(folder.glob("llama_cpp_python-*.whl")):
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    if not prebuilt_wheel(python, requirement[0], folder):
        build_wheel(python, requirement[0], folder)
    return folder


def wheel_cache() -> Path:
    """Per processor and build flags: a native build runs only on the like of its machine."""
    cpu = platform.machine() + platform.processor()
    try:
        found = re.search(r"^(flags|Features)\s*:.*$", Path("/proc/cpuinfo").read_text(), re.M)
        cpu += found[0] if found else ""
    except OSError:
        pass
    flags = repr((cpu, sys.platform, NO_AMX, MINIMAL.read_text(), os.environ.get("CMAKE_ARGS")))
    key = hashlib.sha256(flags.encode()).hexdigest()[:12]
    default = Path.home() / ".cache" / "npcgen" / "wheels"
    return Path(os.environ.get("WHEEL_CACHE_DIR", default)) / key


def cmake_args() -> str:
    args = [f"-DCMAKE_PROJECT_llama_cpp_INCLUDE={MINIMAL.as_posix()}"]
    if platform.machine() in ("x86_64", "AMD64") and os.name != "nt":
        args += [f"-DCMAKE_C_FLAGS='{NO_AMX}'", f"-DCMAKE_CXX_FLAGS='{NO_AMX}'"]
    return " ".join([*args, os.environ.get("CMAKE_ARGS", "")]).strip()


def prebuilt_wheel(python: Path, requirement: str, folder: Path) -> bool:
    """Whether pip offers a wheel; a build with flags of the user's own never takes one."""
    if os.environ.get("CMAKE_ARGS"):
        return False
    command = ["download", "--no-deps", "--only-binary", ":all:", "-d", folder, requirement]
    return subprocess.run(pip_command(python, *command), capture_output=True).returncode == 0


def build_wheel(python: Path, requirement: str, folder: Path) -> None:
    if not any(map(shutil.which, ("c++", "g++", "clang++", "cl"))):
        stop("llama-cpp-python needs a C++ compiler; run: sudo apt install g++")
    say("building llama-cpp-python, once: about two minutes on two cores")
    log = folder / "build.log"
    environment = {
        **os.environ,
        "CMAKE_ARGS": cmake_args(),
        "CMAKE_BUILD_PARALLEL_LEVEL": str(os.cpu_count() or 2),
    }
    # pip's own cache doesn't know with which flags a wheel was built.
    options = ["--no-cache-dir", "--no-deps", "--no-binary", "llama-cpp-python"]
    command = ["wheel", "-v", *options, "-w", folder]
    process = subprocess.Popen(
        pip_command(python, *command, requirement),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        text=True,
        errors="replace",
    )
    assert process.stdout
    with log.open("w") as file:
        follow(process.stdout, file)
    if process.wait():
        stop(f"the build failed; its end was:\n{tail(log)}\nThe whole log: {log}")


def follow(lines, log) -> None:  # type: ignore[no-untyped-def]
    """Copies the build's output to its log and shows how far it is."""
    started, shown = time.monotonic(), -1
    for line in lines:
        log.write(line)
        if found := re.match(r"\s*\[(\d+)/(\d+)\]", line):
            done, total = int(found[1]), int(found[2])
            percent = 100 * done // total
            step = 1 if sys.stderr.isatty() else 10
            if percent // step != shown:
                shown = percent // step
                bar = "#" * (percent // 4) + "." * (25 - percent // 4)
                end = "\r" if sys.stderr.isatty() else "\n"
                seconds = time.monotonic() - started
                sys.stderr.write(f"  [{bar}] {percent:3d} %  {seconds:4.0f} s{end}")
                sys.stderr.flush()
    if sys.stderr.isatty():
        sys.stderr.write("\n")


def pip_command(python: Path, *arguments: object) -> list[str]:
    options = ["--disable-pip-version-check", "--no-input"]
    return [str(python), "-m", "pip", *options, *map(str, arguments)]


def pip(python: Path, *arguments: object) -> None:
    command = pip_command(python, "--quiet", *arguments)
    if subprocess.run(command).returncode:
        stop(f"pip failed; the command was:\n  {shlex.join(command)}")


def tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:])


def say(message: str) -> None:
    print(f"npcgen: {message}", file=sys.stderr, flush=True)


def stop(message: str) -> None:
    sys.exit(f"npcgen: {message}")


if __name__ == "__main__":
    main()
