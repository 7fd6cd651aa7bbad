"""Pages of a keyed collection. A page token is the key that the page before ended with."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from npcgen.errors import InvalidArgument

DEFAULT_PAGE_SIZE = 50
MAX_PAGE_SIZE = 200

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some items, and the token of the next page; "" when this is the last."""

    items: tuple[Item, ...]
    next_token: str


def page_of(items: Mapping[str, Item], page_size: int, page_token: str) -> Page[Item]:
    """The page after `page_token`, in the mapping's order; `page_size` 0 takes the default.

    Raises InvalidArgument for a size out of range and for a token that is no key (any more).
    """
    if not 0 <= page_size <= MAX_PAGE_SIZE:
        raise InvalidArgument.at("page_size", f"is {page_size}; choose 1 to {MAX_PAGE_SIZE}")
    if page_token and page_token not in items:
        raise InvalidArgument.at("page_token", "is unknown; begin again with an empty one")
    keys = list(items)
    start = keys.index(page_token) + 1 if page_token else 0
    chosen = list(islice(keys, start, start + (page_size or DEFAULT_PAGE_SIZE)))
    last = start + len(chosen) >= len(keys)
    return Page(tuple(items[key] for key in chosen), "" if last or not chosen else chosen[-1])
