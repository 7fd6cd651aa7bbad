"""What the generator yields: a step at a time, so that progress, previews, deadlines and the plain
call share one path."""

from dataclasses import dataclass

from worldgen.textures.maps import MapSet


@dataclass(frozen=True, slots=True)
class Step:
    """NOTE: at least one every 50 ms of work, for it is where a generation can be stopped."""

    phase: str
    """What is being done, for people: "painting"."""
    fraction: float
    """Of all the work, 0..1; never falls."""
    preview: MapSet | None = None
    """The same texture, at most PREVIEW_SIDE wide and high."""
