"""A card -> a persona. What a persona has no room for stays in the card, and is said.

{{char}} and the rest are replaced here. {{user}} becomes "the player": his name is player text, and
that never enters what a designer tells the model. Only greetings keep it, for the client.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from npcgen.dialogue.authored_file import explain
from npcgen.dialogue.cards.card import Card, CardData
from npcgen.dialogue.cards.examples import read_examples
from npcgen.dialogue.cards.extension import kept_fields
from npcgen.dialogue.cards.limits import MAX_RAW_CHARS
from npcgen.dialogue.cards.lorebook import Lorebook
from npcgen.dialogue.cards.macros import Macros
from npcgen.dialogue.characters import turns_text_around
from npcgen.dialogue.persona import (
    MAX_EXAMPLES,
    MAX_LINES,
    MAX_TEXT_CHARS,
    Example,
    Greeting,
    Id,
    Persona,
    count_chars,
)
from npcgen.errors import InvalidArgument

DEFAULT_ROLE = "character"
PLAYER = "the player"
_MAX_NAME_CHARS = 60
_MAX_PROSE_CHARS = 16_000
_PROSE = {"summary": "description", "personality": "personality", "scenario": "scenario"}
_PROMPTS = ("system_prompt", "post_history_instructions")
_ORIGINAL = re.compile(r"\{\{original\}\}", re.IGNORECASE)
_GREETING: TypeAdapter[str] = TypeAdapter(Greeting)
_ID: TypeAdapter[str] = TypeAdapter(Id)


@dataclass(frozen=True, slots=True)
class Converted:
    """The persona that a card makes, its lorebook, and what was left out or changed."""

    persona: Persona
    book: Lorebook | None
    warnings: tuple[str, ...]


def persona_of(card: Card, *, persona_id: str = "", trust_prompts: bool = False) -> Converted:
    """The persona of `card`; its id is made of its name where none is given.

    Raises InvalidArgument for a card that is too long for a persona, and for a bad id.
    """
    warnings: list[str] = []
    kept, is_whole = kept_fields(card.data)
    fields = _restored(kept, is_whole, warnings) or _Reading(card.data, warnings).fields()
    if not is_whole:
        fields = _with_ours(fields, kept, warnings)
    fields["id"] = persona_id or fields.get("id") or id_of(fields["name"])
    fields |= _prompts(card.data, fields, trust_prompts, warnings)
    try:
        return Converted(Persona.model_validate(fields), card.book, tuple(warnings))
    except ValidationError as error:
        raise explain(error, Persona, "card") from error


def id_of(name: str) -> str:
    """An id made of a name; where it has no letter a-z, of its hash."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64].rstrip("-")
    try:
        return _ID.validate_python(made)
    except ValidationError:
        return f"npc-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:8]}"


def _restored(kept: dict[str, Any], is_whole: bool, warnings: list[str]) -> dict[str, Any] | None:
    """The persona that the extension holds; None where it holds none that will do."""
    if not is_whole:
        return None
    try:
        return Persona.model_validate(_well_formed(kept)).model_dump()
    except ValidationError:
        warnings.append("its npcgen extension holds no valid persona and isn't used")
        return None


def _with_ours(fields: dict[str, Any], kept: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
    """The fields, and those that only our extension has, where they are valid."""
    least = {"id": "x", "name": "x", "role": DEFAULT_ROLE}
    for name, value in kept.items():
        try:
            Persona.model_validate(least | {name: _well_formed(value)})
        except ValidationError:
            warnings.append(f"'{name}' of its npcgen extension won't do and isn't used")
        else:
            if name != "id":
                fields = {**fields, name: _well_formed(value)}
    return fields


def _prompts(
    data: CardData, fields: dict[str, Any], trusted: bool, warnings: list[str]
) -> dict[str, str]:
    """The persona's instructions: the card's prompts, where the importer trusts them."""
    present = [name for name in _PROMPTS if getattr(data, name).strip()]
    held = str(fields.get("instructions", ""))
    if not trusted:
        if present or held:
            names = " and ".join(present) or "instructions"
            warnings.append(
                f"{names} not used: they would instruct the model; say if you trust them"
            )
        return {"instructions": ""}
    if held or not present:
        return {"instructions": held}
    macros = Macros(fields["name"], PLAYER, pick_seed=fields["id"])
    texts = (_expanded(macros, _ORIGINAL.sub("", getattr(data, name))) for name in present)
    return {"instructions": "\n\n".join(texts)}


class _Reading:
    """Reads a card's own texts."""

    def __init__(self, data: CardData, warnings: list[str]) -> None:
        self._data = data
        self._warnings = warnings
        self._name = self._one_line_name()
        self._macros = Macros(self._name, PLAYER, pick_seed=self._name)

    def fields(self) -> dict[str, Any]:
        """A persona's fields. Raises InvalidArgument for descriptions that are too long."""
        fields: dict[str, Any] = {"name": self._name, "role": DEFAULT_ROLE}
        for name, source in _PROSE.items():
            fields[name] = self._prose(source)
        room = MAX_TEXT_CHARS - count_chars(fields) - _MAX_NAME_CHARS * 2
        if room < 0:
            raise InvalidArgument.at(
                "card",
                f"its descriptions have {count_chars(fields)} characters; "
                f"a persona holds {MAX_TEXT_CHARS} in all: shorten them",
            )
        fields["examples"] = self._examples(room)
        fields["greetings"] = self._greetings(room - count_chars(fields["examples"]))
        return fields

    def _prose(self, source: str) -> str:
        text = _expanded(self._macros, getattr(self._data, source))
        if len(text) > _MAX_PROSE_CHARS:
            raise InvalidArgument.at(
                f"data.{source}",
                f"has {len(text)} characters; a persona takes {_MAX_PROSE_CHARS}: shorten it, "
                "or move parts of it to the lorebook",
            )
        return text

    def _examples(self, room: int) -> list[dict[str, str]]:
        text, names = self._data.mes_example, (self._data.name[:MAX_RAW_CHARS], self._name)
        pairs = read_examples(_well_formed(text), names) if len(text) <= MAX_RAW_CHARS else ()
        written = ({"player": asked, "npc": said} for asked, said in map(self._pair, pairs))
        valid = [each for each in written if _is_valid_example(each)]
        taken = list(_fitting(valid, room))[:MAX_EXAMPLES]
        self._say_left(len(pairs) - len(taken), "examples")
        if text.strip() and not pairs:
            self._warnings.append(
                "its mes_example has no exchange that can be read, or is too long; not used"
            )
        return taken

    def _pair(self, pair: tuple[str, str]) -> tuple[str, str]:
        asked, said = pair
        return _expanded(self._macros, asked), _expanded(self._macros, said)

    def _greetings(self, room: int) -> list[str]:
        written = (self._data.first_mes, *self._data.alternate_greetings)
        found = [text for text in written if text.strip()]
        macros = Macros(self._name, "{{user}}", pick_seed=self._name)
        texts = [_expanded(macros, text) for text in found[: MAX_LINES * 2]]
        taken = list(_fitting(list(filter(_is_valid_greeting, texts)), room))[:MAX_LINES]
        self._say_left(len(found) - len(taken), "greetings")
        if self._data.group_only_greetings:
            self._warnings.append("its greetings for groups are kept in the card, not used")
        return taken

    def _say_left(self, count: int, what: str) -> None:
        if count:
            self._warnings.append(
                f"{count} of its {what} are too long or too many; kept in the card, not used"
            )

    def _one_line_name(self) -> str:
        written = _well_formed(self._data.spoken_name[:MAX_RAW_CHARS])
        name = " ".join("".join(_shown(written)).split())
        short = name[:_MAX_NAME_CHARS].strip()
        if not short:
            raise InvalidArgument.at("data.name", "has no character that can be shown")
        if short != written.strip():
            self._warnings.append(f"its name is shortened or cleaned to '{short}'")
        return short


def _expanded(macros: Macros, text: str) -> str:
    """NOTE: what is far too long for a persona stays as it is, to be refused; it'd take time."""
    text = _well_formed(text)
    return macros.expand(text).strip() if len(text) <= MAX_RAW_CHARS else text


def _shown(text: str) -> Iterator[str]:
    """Its characters but those that turn text around; line breaks as spaces."""
    return (" " if char in "\r\n" else char for char in text if not turns_text_around(char))


def _fitting(items: Sequence[Any], room: int) -> Iterator[Any]:
    """The first ones, as many as there is room for."""
    for each in items:
        room -= count_chars(each)
        if room < 0:
            return
        yield each


def _is_valid_example(fields: dict[str, str]) -> bool:
    try:
        Example.model_validate(fields)
    except ValidationError:
        return False
    return True


def _is_valid_greeting(text: str) -> bool:
    try:
        _GREETING.validate_python(text)
    except ValidationError:
        return False
    return True


def _well_formed(value: Any) -> Any:
    """With whole characters: half of one, which JSON can hold, can't be sent or kept."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {key: _well_formed(each) for key, each in value.items()}
    if isinstance(value, Iterable):
        return [_well_formed(each) for each in value]
    return value
