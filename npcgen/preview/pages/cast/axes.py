"""The axes of a relationship as fields."""

from collections.abc import Callable, Mapping

from nicegui import ui

from npcgen.preview.pages.cast.feelings import AXES


def axis_fields(
    values: Mapping[str, float], changed: Callable[[], None] | None = None, *, editable: bool = True
) -> Callable[[], dict[str, float]]:
    """A number for each axis, -1..1; gives what reads them."""
    with ui.element("div").classes("cast-axes"):
        fields = {axis: _field(axis, values.get(axis, 0.0), changed) for axis in AXES}
    for field in fields.values():
        field.props("" if editable else "readonly")
    return lambda: {axis: float(field.value or 0.0) for axis, field in fields.items()}


def _field(axis: str, value: float, changed: Callable[[], None] | None) -> ui.number:
    field = ui.number(
        axis.capitalize(), value=round(value, 4), min=-1, max=1, step=0.1, on_change=changed
    )
    return field.props("outlined dense debounce=250")
