"""What a process beside a server is asked for: plain values in, plain values out."""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from worldgen.errors import InvalidSpec
from worldgen.textures import pointwise
from worldgen.textures.fields import fields_in, together
from worldgen.textures.generate import generate, steps
from worldgen.textures.generated import Generated
from worldgen.textures.interpret import called, read_prompt
from worldgen.textures.kernels.warm import warm
from worldgen.textures.library import Library, bundled
from worldgen.textures.material import Material
from worldgen.textures.spec import TextureSpec, read_spec
from worldgen.textures.steps import Step

_FULL = 1024


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What was made for a prompt, or without one."""

    made: Generated
    unused_words: tuple[str, ...] = ()
    """Of the prompt: those that nothing was made of."""


def spec_of(
    written: str,
    given: Mapping[str, Any],
    prompt: str,
    guessed: Mapping[str, Any],
    library: Library | None = None,
) -> tuple[TextureSpec, tuple[str, ...]]:
    """The spec of what fields, a text and a prompt say, and the prompt's unused words; fields win,
    then the text. Raises InvalidSpec.

    `guessed` are the fields that a model read from the prompt; where there are none its words are.
    """
    library = library or bundled()
    fields = fields_in(written, given)
    unused: tuple[str, ...] = ()
    if prompt and not guessed:
        reading = read_prompt(prompt, library, str(fields.get("material", "")))
        guessed, unused = reading.fields, reading.unused_words
    whole = together(guessed, fields)
    if "material" not in whole:
        said = f"{prompt[:80]!r} names no material" if prompt else "no material is named"
        raise InvalidSpec.at("material", f"{said}; {_meant(prompt, library)}")
    return read_spec(whole), unused


def _meant(prompt: str, library: Library) -> str:
    """What a misspelt prompt may have meant."""
    names = {
        phrase: graph.material.name
        for graph in library.materials.values()
        for phrase in called(graph.material)
    }
    words = prompt.lower().split()
    said = [" ".join(words[at : at + 2]) for at in range(len(words))] + words
    close = [match for each in said for match in get_close_matches(each, names, 1, 0.8)]
    meant = f"did you mean {close[0]!r}? " if close else ""
    return f"{meant}there are: {', '.join(library.materials)}"


def generated(
    written: str,
    given: Mapping[str, Any],
    prompt: str,
    guessed: Mapping[str, Any],
    previews: bool = True,
    library: Library | None = None,
) -> Generator[Step, None, Answer]:
    """A texture of what fields, a text and a prompt say."""
    spec, unused = spec_of(written, given, prompt, guessed, library)
    return Answer((yield from steps(spec, library, previews)), unused)


def materials(library: Library | None = None) -> tuple[Material, ...]:
    """What may be asked of each material and each layer, ordered by name, materials first."""
    library = library or bundled()
    both = (library.materials, library.layers)
    return tuple(graphs[name].material for graphs in both for name in sorted(graphs))


def warm_up(library: Library | None = None) -> Iterator[str]:
    """Makes a small texture of each material, so that the first one asked for doesn't wait for
    kernels to be compiled, or loaded. Yields the material that is next."""
    library = library or bundled()
    yield "kernels"
    warm()
    pointwise.warm()
    for name in library.materials:
        yield name
        generate(read_spec({"material": name, "size": 64}), library, threads=1)
    # NOTE: at full size, for only there a blur is taken of a smaller picture.
    layered = {"material": next(iter(library.materials), ""), "size": _FULL}
    for name, graph in library.layers.items():
        if graph.material.takes == ("below",):
            yield name
            generate(read_spec({**layered, "layers": {name: 0.5}}), library)
