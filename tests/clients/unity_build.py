"""Compiles the Unity package with mono's compiler, at the language level that Unity accepts.

The engine is imitated by tests/clients/unity_stub, in whose main loop the package really runs.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "clients" / "unity"
HERE = Path(__file__).parent
_COMPILE = ("mcs", "-langversion:7.2", "-warnaserror", "-r:System.dll", "-r:System.Core.dll")
# Fields that only the engine or the inspector sets.
_SET_BY_ENGINE = "-nowarn:0649,0414,0067"


_ALL = ("Npcgen.Core", "UnityEngine", "Npcgen", "Npcgen.Launcher", "UnityEditor", "Npcgen.Editor")


class UnityBuild:
    """The package's assemblies and the imitated engine's, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._compile("Npcgen.Core.dll", PACKAGE / "Runtime" / "Core")
        self._compile("UnityEngine.dll", HERE / "unity_stub" / "engine", _ALL[:1])
        self._compile("Npcgen.dll", PACKAGE / "Runtime" / "Unity", _ALL[:2])
        self._compile("Npcgen.Launcher.dll", PACKAGE / "Runtime" / "Launcher", _ALL[:3])
        self._compile("UnityEditor.dll", HERE / "unity_stub" / "editor", _ALL[:2])
        self._compile("Npcgen.Editor.dll", PACKAGE / "Editor", (*_ALL[:3], "UnityEditor"))
        self._compile("nunit.framework.exe", HERE / "unity_stub" / "nunit")

    def names_in(self, assembly: str) -> set[str]:
        """Of the types and members that it has or refers to: its metadata ends each with a zero."""
        data = (self.folder / f"{assembly}.dll").read_bytes()
        return {name.decode() for name in data.split(b"\0") if name.isascii()}

    def driver(self) -> list[str]:
        """The command that runs the conformance driver."""
        return ["mono", str(self._compile("driver.exe", HERE / "unity" / "driver", _ALL[:3]))]

    def program(self, name: str, sources: Path, *beside: str) -> list[str]:
        """The command that runs another program on the package, and on the libraries `beside`."""
        return ["mono", str(self._compile(f"{name}.exe", sources, (*_ALL, *beside)))]

    def library(self, name: str, sources: Path) -> None:
        """Compiles sources that use the package, without running them."""
        self._compile(f"{name}.dll", sources, _ALL)

    def compile_for(self, *symbols: str) -> None:
        """Compiles what differs between versions of Unity as one with these symbols would."""
        for name, sources in (("Npcgen", "Runtime/Unity"), ("Npcgen.Editor", "Editor")):
            defines = [f"-define:{symbol}" for symbol in symbols]
            self._compile(f"newer/{name}.dll", PACKAGE / sources, _ALL, options=defines)

    def tests(self, name: str, sources: Path, *beside: str) -> list[str]:
        """The command that runs a folder of tests; named after it, only those classes of it.

        `beside` are libraries that they use, besides the package.
        """
        tests = self._compile(f"{name}.dll", sources, (*_ALL, *beside), nunit=True)
        return ["mono", str(self.folder / "nunit.framework.exe"), str(tests)]

    def failed_tests(self, name: str, sources: Path, **environment: str) -> list[str]:
        """What fails of the tests in a folder, with why; at least one test has to run."""
        ran = subprocess.run(
            self.tests(name, sources),
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | environment,
        )
        return failures(ran.stdout, ran.stderr)

    def _compile(
        self,
        name: str,
        sources: Path,
        references: Sequence[str] = (),
        *,
        nunit: bool = False,
        options: Sequence[str] = (),
    ) -> Path:
        target = self.folder / name
        target.parent.mkdir(exist_ok=True)
        if target.exists():
            return target
        command = [
            *_COMPILE,
            _SET_BY_ENGINE,
            *options,
            f"-target:{'exe' if target.suffix == '.exe' else 'library'}",
            f"-out:{target}",
            *(f"-r:{self.folder / each}.dll" for each in references if each != target.stem),
            *([f"-r:{self.folder / 'nunit.framework.exe'}"] if nunit else []),
            *map(str, sorted(sources.rglob("*.cs"))),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return target


def failures(stdout: str, stderr: str) -> list[str]:
    """What a run of tests printed, but for those that passed."""
    assert "ok " in stdout, stdout + stderr
    return [line for line in stdout.splitlines() if not line.startswith("ok ")]


def unity_build(folder: Path) -> UnityBuild:
    """Skips where there is no mono."""
    if shutil.which("mcs") is None or shutil.which("mono") is None:
        pytest.skip("needs mono: apt install mono-mcs mono-runtime libmono-system-core4.0-cil")
    return UnityBuild(folder)
