"""Gets a Godot 4 that runs here: `python3 tools/get_godot.py` prints the program's path.

NPCGEN_GODOT names one, or PATH has one; else it is unpacked from Debian testing into a cache
outside the checkout, once, without root: with all the libraries it wants, its own libc too, so
that an older Debian or an Ubuntu runs it. apt checks the signatures. Standard library only.

What starts it is a script. /proc/self/exe is then libc's loader, so this Godot can't start itself
again: an editor runs no scene. Processes that it starts see nothing of its libraries.
"""

import contextlib
import functools
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SUITE = "forky"
"""Debian 13 has Godot 3 alone."""
PACKAGES = ("godot", "godot-template-release", "libgl1", "libglx-mesa0")
"""With a template, to export games, and OpenGL in software, to look at them."""
MIRROR = "http://deb.debian.org/debian"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
TRIES = 3
PAUSE_S = 5.0

# NOTE: read after the machine's own, so that its proxies hold and its hooks don't.
APT_CONF = """
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
Dir::State "{work}/state";
Dir::State::status "{work}/state/status";
Dir::Cache "{work}/cache";
Dir::Cache::archives "archives";
Dir::Etc::sourcelist "{work}/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "-";
Dir::Etc::preferencesparts "/dev/null";
Acquire::Languages "none";
Acquire::Retries "3";
// A mirror that lags behind has a signature as good.
Acquire::Check-Valid-Until "false";
APT::Sandbox::User "";
APT::Install-Recommends "false";
APT::Status-Fd "1";
APT::Update::Error-Mode "any";
"""

WRAPPER = """#!/bin/sh
files=$(dirname "$(readlink -f "$0")")/files
libraries=$files/{libraries}:$files/{libraries}/pulseaudio
exec "$files/{loader}" --library-path "$libraries" "$files/usr/bin/godot" "$@"
"""


class CantGet(Exception):
    """Why there is no Godot 4 to be had; the message says what to do."""


def main() -> None:
    try:
        program = find() or fetched()
    except (CantGet, OSError) as why:
        sys.exit(f"npcgen: {why}")
    print(program)


@functools.cache
def find() -> Path | None:
    """A Godot 4 that is there: NPCGEN_GODOT's, PATH's or the cache's."""
    if named := os.environ.get("NPCGEN_GODOT"):
        return Path(named)
    for name in ("godot", "godot4"):
        if (found := shutil.which(name)) and version(Path(found)).startswith("4."):
            return Path(found)
    cached = cache() / "godot"
    return cached if cached.is_file() else None


def version(program: Path) -> str:
    """What it says to --version, such as "4.6.3.stable"; empty where it can't be run."""
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        command = [str(program), "--headless", "--version"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        return str(done.stdout).strip()
    return ""


def cache() -> Path:
    """Where the tree is, or will be: one for each set of packages."""
    key = hashlib.sha256(repr((SUITE, PACKAGES, WRAPPER, platform.machine())).encode())
    builds = Path(os.environ.get("WHEEL_CACHE_DIR", Path.home() / ".cache" / "npcgen"))
    return builds.resolve() / "godot" / f"{SUITE}-{key.hexdigest()[:12]}"


def fetched() -> Path:
    """The cache's Godot, downloaded; raises CantGet."""
    for needed in ("apt-get", "dpkg-deb"):
        if shutil.which(needed) is None:
            raise CantGet(f"no {needed} here: install Godot 4 and name it in NPCGEN_GODOT")
    if not KEYRING.is_file():
        raise CantGet(f"no {KEYRING}; run: sudo apt install debian-archive-keyring")
    target = cache()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=target.parent) as folder:
        work = Path(folder)
        download(work)
        unpack(work)
        # Another one of us may have been faster; then its tree is as good.
        with contextlib.suppress(OSError):
            (work / "tree").rename(target)
    return target / "godot"


def download(work: Path) -> None:
    """All packages that Godot needs on an empty machine, in cache/archives."""
    for folder in ("state/lists/partial", "cache/archives/partial"):
        (work / folder).mkdir(parents=True)
    (work / "state/status").touch()
    (work / "apt.conf").write_text(APT_CONF.format(work=work))
    (work / "sources.list").write_text(f"deb [signed-by={KEYRING}] {MIRROR} {SUITE} main\n")
    for left in reversed(range(TRIES)):
        say(f"getting Godot 4 from Debian {SUITE}, once: some 200 MB")
        error = apt(work, "update") or apt(work, "install", "--yes", "--download-only", *PACKAGES)
        if not error:
            return
        say(f"that failed, {left} more tries: {error}")
        time.sleep(PAUSE_S if left else 0)
    raise CantGet(f"{MIRROR} gave no Godot in {TRIES} tries; install Godot 4, or try again later")


def apt(work: Path, *command: str) -> str:
    """Runs apt-get below `work`; its complaint where it fails."""
    log = work / "complaints"
    with (
        log.open("w") as complaints,
        subprocess.Popen(
            ["apt-get", "-c", work / "apt.conf", "-qq", *command],
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        ) as process,
    ):
        assert process.stdout
        shown = -1
        for line in process.stdout:
            if found := re.match(r"dlstatus:\d+:([\d.]+):", line):
                shown = show(int(float(found[1])), shown)
    ended = f"apt-get ended with {process.returncode}"
    return (log.read_text().strip() or ended) if process.returncode else ""


def show(percent: int, shown: int) -> int:
    """Draws the progress where it moved on; the percentage that stands there now."""
    if percent // 10 == shown // 10:
        return shown
    bar = "#" * (percent // 4) + "." * (25 - percent // 4)
    sys.stderr.write(f"  [{bar}] {percent:3d} %\n")
    sys.stderr.flush()
    return percent


def unpack(work: Path) -> None:
    """Makes `tree` of the packages: their files, and a script that starts it, seen to run."""
    tree = work / "tree"
    files = tree / "files"
    files.mkdir(parents=True)
    packages = sorted((work / "cache/archives").glob("*.deb"))
    say(f"unpacking {len(packages)} packages")
    for package in packages:
        done = subprocess.run(["dpkg-deb", "-x", package, files], capture_output=True, text=True)
        if done.returncode:
            raise CantGet(f"can't unpack {package.name}: {done.stderr.strip()}")
    for unread in ("doc", "man", "locale", "lintian"):
        shutil.rmtree(files / "usr/share" / unread, ignore_errors=True)
    [loader] = files.glob("usr/lib/*-linux-gnu*/ld-linux*")
    libraries = loader.parent.relative_to(files)
    script = tree / "godot"
    script.write_text(WRAPPER.format(loader=loader.relative_to(files), libraries=libraries))
    script.chmod(0o755)
    if not (told := version(tree / "godot")).startswith("4."):
        raise CantGet(f"Debian's Godot doesn't run here, it says {told!r}; install one yourself")
    say(f"Godot {told} runs")


def say(message: str) -> None:
    print(f"npcgen: {message}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
