"""Pages of a keyed collection, however it changes between two of them."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from npcgen.errors import InvalidArgument

DEFAULT_PAGE_SIZE = 50
MAX_PAGE_SIZE = 200
MAX_PAGE_WEIGHT = 1024 * 1024
"""Bytes, about; a page always has one item. gRPC's clients take answers of 4 MiB."""

Item = TypeVar("Item")
Weigh = Callable[[Item], int]


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some items, and the token of the next page; "" when this is the last."""

    items: tuple[Item, ...]
    next_token: str


def page_of(
    items: Mapping[str, Item], page_size: int, page_token: str, weigh: Weigh[Item] | None = None
) -> Page[Item]:
    """The page after `page_token`, in the mapping's order; `page_size` 0 takes the default.

    `weigh` gives an item's bytes; a page ends early when it gets heavy. The token is the position
    and the key that the page before ended with: where that key is gone, the position counts.
    Raises InvalidArgument for a size out of range and for a token that is none.
    """
    keys = list(items)
    start = _after(keys, page_token)
    return _page(items, keys, page_size, start, weigh, lambda at: f"{at}:{keys[at]}")


def page_by_key(
    items: Mapping[str, Item], page_size: int, page_token: str, weigh: Weigh[Item] | None = None
) -> Page[Item]:
    """The page in the order of the keys. The token is the key that the page before ended with.

    Otherwise as `page_of`.
    """
    keys = sorted(items)
    return _page(items, keys, page_size, bisect_right(keys, page_token), weigh, keys.__getitem__)


def every_item(list_page: Callable[[str], Page[Item]]) -> Iterator[Item]:
    """The items of page after page; `list_page` is given a page's token."""
    token = ""
    while True:
        page = list_page(token)
        yield from page.items
        if not (token := page.next_token):
            return


def _page(
    items: Mapping[str, Item],
    keys: Sequence[str],
    page_size: int,
    start: int,
    weigh: Weigh[Item] | None,
    token_of: Callable[[int], str],
) -> Page[Item]:
    if not 0 <= page_size <= MAX_PAGE_SIZE:
        raise InvalidArgument.at("page_size", f"is {page_size}; choose 1 to {MAX_PAGE_SIZE}")
    chosen = [items[key] for key in keys[start : start + (page_size or DEFAULT_PAGE_SIZE)]]
    if weigh is not None:
        chosen = _light(chosen, weigh)
    end = start + len(chosen)
    return Page(tuple(chosen), token_of(end - 1) if end < len(keys) else "")


def _light(items: list[Item], weigh: Weigh[Item]) -> list[Item]:
    """As many of the first ones as a page takes, and at least one."""
    weight = 0
    for count, item in enumerate(items):
        weight += weigh(item)
        if count and weight > MAX_PAGE_WEIGHT:
            return items[:count]
    return items


def _after(keys: Sequence[str], page_token: str) -> int:
    if not page_token:
        return 0
    token = re.fullmatch(r"(\d{1,9}):(.+)", page_token, re.ASCII | re.DOTALL)
    if token is None:
        raise InvalidArgument.at("page_token", "is unknown; begin again with an empty one")
    position, key = int(token[1]), token[2]
    if key in keys:
        return keys.index(key) + 1
    return position
