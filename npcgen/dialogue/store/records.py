"""Rows <-> frozen dataclasses, whose fields are named like the columns."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

import sqlalchemy as sa

Record = TypeVar("Record")


def columns_of(table: sa.Table, record: type[Any]) -> list[sa.Column[Any]]:
    """The columns that make a record."""
    return [table.c[field.name] for field in fields(record)]


def values_of(record: Any) -> dict[str, Any]:
    """The record's fields, as a row takes them; what is inside them stays itself."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def record_of(record: type[Record], row: Mapping[Any, Any]) -> Record:
    """The record of a row; lists become tuples."""
    return record(**{name: _frozen(value) for name, value in row.items()})


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
