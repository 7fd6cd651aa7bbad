"""The materials and layers there are: those bundled, and a game's own beside them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from worldgen.errors import InvalidSpec
from worldgen.textures.graph import Graph, graph_of
from worldgen.textures.lint import lint
from worldgen.textures.material import read_material
from worldgen.textures.parameters import nearest

MAX_FILES = 500
_MAX_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Library:
    """By name, linted. A file without `takes` is a material, any other one is a layer."""

    materials: Mapping[str, Graph]
    layers: Mapping[str, Graph]

    def material(self, name: str, field: str = "material") -> Graph:
        """Raises InvalidSpec with the nearest name."""
        if name not in self.materials:
            said = f"there is no material {name[:64]!r}"
            raise InvalidSpec.at(field, f"{said}; {nearest(name, self.materials)}")
        return self.materials[name]

    def layer(self, name: str, field: str = "layers") -> Graph:
        """Raises InvalidSpec with the nearest name."""
        known = {
            each: graph
            for each, graph in self.layers.items()
            if "above" not in graph.material.takes
        }
        if name not in known:
            said = f"there is no layer {name[:64]!r}"
            raise InvalidSpec.at(f"{field}.{name[:64]}", f"{said}; {nearest(name, known)}")
        return known[name]

    def with_folder(self, folder: Path) -> "Library":
        """This, and the *.yaml files of a folder, which win. Raises InvalidSpec for what is wrong
        in one of them, with its name; OSError where it can't be read."""
        found = sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml"))
        if len(found) > MAX_FILES:
            raise InvalidSpec.at(str(folder), f"{len(found)} materials; at most {MAX_FILES}")
        graphs = [_read(path) for path in found]
        return Library(
            {**self.materials, **{g.material.name: g for g in graphs if not g.material.takes}},
            {**self.layers, **{g.material.name: g for g in graphs if g.material.takes}},
        )


def _read(path: Path) -> Graph:
    if path.stat().st_size > _MAX_BYTES:
        raise InvalidSpec.at(path.name, f"more than {_MAX_BYTES} bytes; split the material")
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        raise InvalidSpec.at(path.name, "this is no UTF-8 text") from None
    return _graph(text, path.name, lint)


def _graph(text: str, file: str, check: Callable[[Graph], None] = lambda graph: None) -> Graph:
    """Raises InvalidSpec at a field that begins with the file's name."""
    try:
        material = read_material(text)
        if material.name != file.partition(".")[0]:
            raise InvalidSpec.at("name", f"{material.name!r} isn't the file's, {file!r}")
        graph = graph_of(material)
        check(graph)
    except InvalidSpec as error:
        description = error.message.partition(": ")[2]
        raise InvalidSpec.at(f"{file}: {error.field}", description) from None
    return graph


@cache
def bundled() -> Library:
    """Those of worldgen/data. Each file is read when it is first asked for."""
    return Library(_Bundled("materials"), _Bundled("layers"))


class _Bundled(Mapping[str, Graph]):
    def __init__(self, folder: str) -> None:
        self._folder = files("worldgen").joinpath("data", folder)
        names = (each.name for each in self._folder.iterdir())
        self._names = sorted(n.removesuffix(".yaml") for n in names if n.endswith(".yaml"))
        self._read: dict[str, Graph] = {}

    def __getitem__(self, name: str) -> Graph:
        if name not in self._read:
            if name not in self._names:
                raise KeyError(name)
            text = self._folder.joinpath(f"{name}.yaml").read_text("utf-8")
            self._read[name] = _graph(text, f"{name}.yaml")
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
