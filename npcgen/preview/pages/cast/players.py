"""Which player the page is about: those who have talked here, or an id that is typed."""

from nicegui import events, ui

from npcgen.preview.frame import client
from npcgen.preview.pages.cast.opened import Cast


async def players() -> dict[str, str]:
    """Names by the game's own id, of everybody who has one and has talked."""
    known: dict[str, str] = {}
    async for each in client().list_conversations():
        if each.player.id:
            known[each.player.id] = each.player.name
    return known


def player_choice(cast: Cast, known: dict[str, str]) -> None:
    """A choice that stands in the address; new ids may be typed."""
    chosen = cast.opened.player
    options = {key: f"{name} ({key})" if name else key for key, name in known.items()}
    if chosen:
        options.setdefault(chosen, chosen)

    async def choose(event: events.ValueChangeEventArguments[str | None]) -> None:
        await cast.go(player=(event.value or "").strip())

    ui.select(
        options,
        label="Player",
        value=chosen or None,
        with_input=True,
        new_value_mode="add-unique",
        key_generator=lambda typed: typed,
        clearable=True,
        on_change=choose,
    ).props('outlined dense options-dense hint="choose, or type the game\'s own id"').classes(
        "cast-choice"
    )
