"""A bar that says how much there is of something, for eyes and for screen readers."""

from nicegui.element import Element


class Meter(Element):
    """From `least` to 1. Below 0 it grows to the left of where 0 is."""

    def __init__(self, name: str, *, least: float) -> None:
        super().__init__("div")
        self._least = least
        self.classes("room-meter")
        self.props["role"] = "meter"
        self.props["aria-label"] = name
        self.props["aria-valuemin"], self.props["aria-valuemax"] = least, 1.0
        with self:
            self._fill = Element("div").classes("room-meter-fill")
        self.show(0.0, "0")

    def show(self, value: float, text: str) -> None:
        """`text` is what a screen reader says of it."""
        low, high = sorted((0.0, value))
        whole = 1.0 - self._least
        left, width = (low - self._least) / whole, (high - low) / whole
        self._fill.style(f"left: {left:.2%}; width: {width:.2%}")
        self._fill.classes(add="room-meter-below" if value < 0 else "", remove="room-meter-below")
        self.props["aria-valuenow"], self.props["aria-valuetext"] = round(value, 3), text
        self.update()
