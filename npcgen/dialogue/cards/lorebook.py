"""Lorebooks: those inside cards (V2, V3), files of their own (V3), and SillyTavern world info.

Typed views; the documents they are made of are what is written again. What fires when is
`triggers.py`.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError

from npcgen.dialogue.authored_file import explain
from npcgen.dialogue.cards.json_text import Document
from npcgen.dialogue.cards.lenient import Flag, LenientModel, Number, Object, Text, Texts
from npcgen.dialogue.cards.limits import MAX_KEYS, MAX_LORE_ENTRIES
from npcgen.dialogue.cards.world_info import WorldInfo, as_v3_entry, is_world_info
from npcgen.errors import InvalidArgument

LOREBOOK_SPEC = "lorebook_v3"
Position = Literal["before_char", "after_char", ""]


def _position(value: Any) -> Any:
    return value if value in ("before_char", "after_char") else ""


class LoreEntry(LenientModel):
    """A text, and when it is told."""

    index: int
    """Its place in the book, from 0: what names it in a state."""
    keys: Texts = ()
    content: Text = ""
    """With its decorators and macros."""
    extensions: Object = Field(default_factory=dict)
    enabled: Flag = True
    insertion_order: Number = 0.0
    """Lower stands higher up in the prompt."""
    case_sensitive: Flag = None
    use_regex: Flag = False
    constant: Flag = False
    name: Text = ""
    priority: Number = None
    """Lower is dropped first where the budget is short."""
    id: Text = ""
    comment: Text = ""
    selective: Flag = False
    """Whether one of `secondary_keys` is needed too."""
    secondary_keys: Texts = ()
    position: Annotated[Position, BeforeValidator(_position)] = ""

    @property
    def title(self) -> str:
        """What to call it: its name, its comment, its first key, or its place."""
        found = (self.name, self.comment, *self.keys[:1], f"entry {self.index}")
        return next(filter(None, found))

    @property
    def world_info(self) -> WorldInfo:
        """What SillyTavern says of it in `extensions`."""
        return WorldInfo.read(self.extensions)


class Lorebook(LenientModel):
    """Entries, and how they are looked for."""

    name: Text = ""
    description: Text = ""
    scan_depth: Number = None
    """How many of the latest messages are looked through; None for what the caller takes."""
    token_budget: Number = None
    recursive_scanning: Flag = False
    """Whether what was found is looked through as well."""
    extensions: Object = Field(default_factory=dict)
    entries: tuple[LoreEntry, ...] = ()
    warnings: tuple[str, ...] = ()


def read_lorebook(document: Document, name: str) -> Lorebook:
    """The book of a stand-alone file; raises InvalidArgument at `name`."""
    if document.get("spec") == LOREBOOK_SPEC or "entries" in document:
        book = read_book(document, name)
        assert book is not None
        return book
    raise InvalidArgument.at(name, "is no lorebook: neither spec 'lorebook_v3' nor entries")


def read_book(found: object, name: str) -> Lorebook | None:
    """The book that an object makes; None for null and what is empty. Raises InvalidArgument."""
    if found is None or found in ({}, [], ""):
        return None
    if not isinstance(found, Mapping):
        raise InvalidArgument.at(name, "is no object")
    inner = found.get("data")
    if isinstance(inner, Mapping) and "entries" not in found:
        found = inner
    entries, warnings = _entries(found.get("entries"), name)
    fields = {key: value for key, value in found.items() if key in Lorebook.model_fields}
    try:
        return Lorebook.model_validate(fields | {"entries": entries, "warnings": warnings})
    except ValidationError as error:
        raise explain(error, Lorebook, name) from error


def stand_alone(book: Document) -> dict[str, Any]:
    """A card's lorebook object as the document of a file of its own."""
    return {"spec": LOREBOOK_SPEC, "data": book}


def _entries(found: object, name: str) -> tuple[list[dict[str, Any]], list[str]]:
    raw = list(_raw_entries(found, name))
    if len(raw) > MAX_LORE_ENTRIES:
        raise InvalidArgument.at(
            f"{name}.entries", f"has {len(raw)} entries; at most {MAX_LORE_ENTRIES} are taken"
        )
    entries, warnings = [], []
    for index, each in enumerate(raw):
        if not isinstance(each, Mapping):
            warnings.append(f"lorebook entry {index} is no object and is left out")
            continue
        entry = as_v3_entry(each) if is_world_info(each) else dict(each)
        for field in ("keys", "secondary_keys"):
            if isinstance(keys := entry.get(field), list) and len(keys) > MAX_KEYS:
                at = f"{name}.entries[{index}].{field}"
                raise InvalidArgument.at(at, f"has {len(keys)} keys; at most {MAX_KEYS} are taken")
        entries.append(entry | {"index": index})
    return entries, warnings


def _raw_entries(found: object, name: str) -> Iterable[object]:
    """NOTE: world info files have an object of entries, by number, where cards have a list."""
    if isinstance(found, Mapping):
        return found.values()
    if found is None or isinstance(found, list):
        return found or ()
    raise InvalidArgument.at(f"{name}.entries", "is no list")
