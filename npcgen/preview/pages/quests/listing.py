"""How the list of quests is looked through: filters, order; in a link as well."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from npcgen.errors import InvalidArgument
from npcgen.preview.pages.quests.rows import COLUMNS, Row

MAX_TEXT = 200
_FIELDS = {"text": "find", "motive": "why", "giver": "by", "danger": "danger"}
"""By the filter's field, its name in a link."""
_DESCENDING = "-"


@dataclass(frozen=True, slots=True)
class Filter:
    """Empty fields let everything through."""

    text: str = ""
    motive: str = ""
    giver: str = ""
    danger: str = ""

    def lets_through(self, row: Row) -> bool:
        texts = f"{row.title} {row.giver} {row.motive}".casefold()
        return (
            self.text.casefold().strip() in texts
            and self.motive in ("", row.motive)
            and self.giver in ("", row.giver)
            and self.danger in ("", row.danger)
        )


@dataclass(frozen=True, slots=True)
class Listing:
    filter: Filter = field(default_factory=Filter)
    column: str = ""
    """What it is sorted by; empty as they were made."""
    descending: bool = False

    def of(self, rows: Iterable[Row]) -> list[Row]:
        """Those that the filter lets through, in order."""
        passed = filter(self.filter.lets_through, rows)
        if not self.column:
            return list(passed)
        return sorted(passed, key=lambda row: row.sort_key(self.column), reverse=self.descending)

    def query(self) -> dict[str, str]:
        """Its part of a link."""
        said = {name: getattr(self.filter, field) for field, name in _FIELDS.items()}
        said["sort"] = f"{_DESCENDING if self.descending else ''}{self.column}"
        return {name: text for name, text in said.items() if text}


def listing_in(query: Mapping[str, str]) -> Listing:
    """What a link says. Raises InvalidArgument with the part of it that can't be."""
    said = {of: query.get(name, "") for of, name in _FIELDS.items()}
    for of, text in said.items():
        if len(text) > MAX_TEXT:
            told = f"{len(text)} characters; at most {MAX_TEXT} are looked for"
            raise InvalidArgument.at(_FIELDS[of], told)
    sort = query.get("sort", "")
    column = sort.removeprefix(_DESCENDING)
    if column and column not in COLUMNS:
        raise InvalidArgument.at("sort", f"{column[:40]!r} isn't one of {', '.join(COLUMNS)}")
    return Listing(Filter(**said), column, sort != column)
