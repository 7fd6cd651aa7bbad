"""What `npcgen texture` is asked for: options, a file and words, as one spec."""

from dataclasses import dataclass
from pathlib import Path

from npcgen.commands.texture_files import spec_text
from npcgen.commands.texture_options import Asked
from npcgen.errors import InvalidArgument
from npcgen.levels.failures import told_as_ours
from worldgen.textures.jobs import spec_of
from worldgen.textures.library import Library, bundled
from worldgen.textures.spec import TextureSpec


@dataclass(frozen=True, slots=True)
class Wanted:
    """The spec, and the words of the prompt that it has nothing of."""

    spec: TextureSpec
    unused_words: tuple[str, ...] = ()


def wanted(asked: Asked, library: Library) -> Wanted:
    """Options win over the file, and that over the words. Raises InvalidArgument."""
    with told_as_ours():
        written = spec_text(asked.spec_file) if asked.spec_file else ""
        given, prompt = asked.fields(), asked.words.strip()
        if prompt in library.materials:
            given, prompt = {"material": prompt, **given}, ""
        return Wanted(*spec_of(written, given, prompt, {}, library))


def library_of(folder: Path | None) -> Library:
    """Those bundled, and the folder's, which win. Raises InvalidArgument."""
    if folder is None:
        return bundled()
    try:
        with told_as_ours():
            return bundled().with_folder(folder)
    except OSError as error:
        raise InvalidArgument.at("--materials", f"can't read {folder}: {error.strerror}") from error
