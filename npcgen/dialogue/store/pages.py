"""Pages of a query, each begun behind the key that the one before ended with.

Rows that come or go between two pages make none appear twice, and none stay out.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import sqlalchemy as sa

from npcgen.dialogue.paging import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, Page
from npcgen.errors import InvalidArgument

_MOST_DIGITS = 18
Item = TypeVar("Item")


def page_by_number(
    connection: sa.Connection,
    query: sa.Select[Any],
    number: sa.ColumnElement[int],
    read: Callable[[sa.RowMapping], Item],
    page_size: int,
    page_token: str,
) -> Page[Item]:
    """A page in the order of `number`, which must be among the query's columns.

    Raises InvalidArgument for a size out of range and for a token that is none.
    """
    if not 0 <= page_size <= MAX_PAGE_SIZE:
        raise InvalidArgument.at("page_size", f"is {page_size}; choose 1 to {MAX_PAGE_SIZE}")
    size = page_size or DEFAULT_PAGE_SIZE
    after = query.where(number > _number(page_token)).order_by(number).limit(size + 1)
    rows = connection.execute(after).mappings().all()
    is_last = len(rows) <= size
    return Page(
        tuple(read(row) for row in rows[:size]), "" if is_last else str(rows[size - 1][number])
    )


def _number(page_token: str) -> int:
    if not page_token:
        return -1
    if not (page_token.isascii() and page_token.isdigit() and len(page_token) <= _MOST_DIGITS):
        raise InvalidArgument.at("page_token", "is unknown; begin again with an empty one")
    return int(page_token)
