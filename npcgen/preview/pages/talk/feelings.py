"""How an NPC feels, as bars that move: one emotion, five axes of how it sees the player."""

from nicegui import ui

from npcgen import EmotionChanged, Feeling, RelationshipChanged
from npcgen.preview.parts.measured import Meter

AXES = ("trust", "respect", "familiarity", "affection", "fear")


class FeelingsView:
    """The emotion and the axes, with what moved last."""

    def __init__(self) -> None:
        with ui.element("div").classes("talk-feelings"):
            with ui.element("div").classes("talk-emotion"):
                self._label = ui.label("calm").props("data-testid=emotion")
                self._emotion = Meter("Emotion", least=0.0)
            self._axes = {axis: _AxisView(axis) for axis in AXES}

    def show(self, feeling: Feeling) -> None:
        """All of it, as it is; nothing moved."""
        self._feel(feeling.emotion.label, feeling.emotion.intensity)
        for axis, view in self._axes.items():
            view.show(getattr(feeling.relationship, axis))

    def hear(self, body: object) -> None:
        """What of a turn's events is a feeling moves its bar."""
        match body:
            case EmotionChanged(label, intensity):
                self._feel(label, intensity)
            case RelationshipChanged(axis, old, new, why) if axis in self._axes:
                self._axes[axis].move(old, new, why)

    def forget_moves(self) -> None:
        """A new turn begins: what moved before isn't news."""
        for view in self._axes.values():
            view.forget_move()

    def _feel(self, label: str, intensity: float) -> None:
        self._label.set_text(label if intensity == 0 else f"{label} {intensity:.0%}")
        self._emotion.show(intensity, label)


class _AxisView:
    def __init__(self, axis: str) -> None:
        with ui.element("div").classes("talk-axis"):
            with ui.element("div").classes("talk-axis-name"):
                ui.label(axis)
                self._value = ui.label("0.00").classes("talk-number")
            self._meter = Meter(axis, least=-1.0)
            self._moved = ui.label().classes("talk-moved room-soft")

    def show(self, value: float) -> None:
        self._value.set_text(f"{value:+.2f}" if value else "0.00")
        self._meter.show(value, f"{value:+.2f}")

    def move(self, old: float, new: float, why: str) -> None:
        self.show(new)
        arrow = "▲" if new > old else "▼"
        self._moved.set_text(f"{arrow} {new - old:+.2f} {why}")
        self._moved.props["title"] = why

    def forget_move(self) -> None:
        self._moved.set_text("")
