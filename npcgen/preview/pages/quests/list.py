"""The list of quests: filters, sorting, and pages of it. Each title opens its quest."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace

from nicegui import ui
from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement

from npcgen.preview.pages.quests.listing import MAX_TEXT, Filter, Listing
from npcgen.preview.pages.quests.rows import COLUMNS, DANGERS, Row

PAGE = 20
"""Rows that are shown at once."""
_NUMBERS = ("coins", "experience", "steps", "ways", "ends")


class QuestList:
    """`on_open` hears of the quest whose title was pressed, `link` is its address; `on_listing`
    hears of other filters, or another order."""

    def __init__(
        self,
        listing: Listing,
        on_open: Callable[[str], Awaitable[None]],
        link: Callable[[str], str],
        on_listing: Callable[[Listing], None],
    ) -> None:
        self._on_open, self._link, self._on_listing = on_open, link, on_listing
        self._rows: list[Row] = []
        self._listing = listing
        self._first = 0
        with ui.element("div").classes("quests-filters").props('role="search"'):
            chosen = listing.filter
            self._text = ui.input("Look for", value=chosen.text, on_change=self._filtered).props(
                f"outlined dense clearable debounce=200 maxlength={MAX_TEXT}"
            )
            self._motive = self._choice("Why", chosen.motive)
            self._giver = self._choice("Asked by", chosen.giver)
            self._danger = self._choice("Danger", chosen.danger)
        self._drawn: dict[Row, Element] = {}
        self._table = (
            ui.element("div")
            .classes("quests-table")
            .props('tabindex="0" role="region" aria-label="Quests"')
        )
        with self._table, ui.element("table"):
            with ui.element("thead"):
                self._heads = ui.element("tr")
            self._body = ui.element("tbody")
        self._draw_heads()
        with ui.element("div").classes("quests-pages"):
            self._told = ui.label().props('role="status"').classes("room-soft")
            self._all = ui.button("Show all of them", on_click=self._unfilter)
            self._all.props("flat dense no-caps")
            self._back = self._turn("Previous", -PAGE)
            self._on = self._turn("Next", PAGE)

    def show(self, rows: Iterable[Row]) -> None:
        self._rows = list(rows)
        _offer(self._motive, (row.motive for row in self._rows))
        _offer(self._giver, (row.giver for row in self._rows))
        _offer(self._danger, (row.danger for row in self._rows), DANGERS)
        self._draw()

    def shown(self) -> list[str]:
        """The ids of those that the filters let through, in the order of the list."""
        return [row.id for row in self._passed()]

    def _passed(self) -> list[Row]:
        return self._listing.of(self._rows)

    def _choice(self, label: str, value: str) -> ui.select:
        names = {"": "All"} | ({value: value} if value else {})
        select = ui.select(names, label=label, value=value, on_change=self._filtered)
        return select.props("outlined dense options-dense")

    def _turn(self, label: str, by: int) -> ui.button:
        def turn() -> None:
            self._first += by
            self._draw()

        return ui.button(label, on_click=turn).props("flat dense no-caps")

    def _filtered(self) -> None:
        chosen = (self._text, self._motive, self._giver, self._danger)
        self._list_by(
            replace(self._listing, filter=Filter(*(str(it.value or "") for it in chosen)))
        )

    def _unfilter(self) -> None:
        for each in (self._text, self._motive, self._giver, self._danger):
            each.value = ""

    def _sort(self, column: str) -> None:
        again = column == self._listing.column
        descending = not self._listing.descending if again else column in _NUMBERS
        self._list_by(replace(self._listing, column=column, descending=descending))
        self._draw_heads()

    def _list_by(self, listing: Listing) -> None:
        if listing != self._listing:
            self._listing, self._first = listing, 0
            self._draw()
            self._on_listing(listing)

    def _draw(self) -> None:
        passed = self._passed()
        self._first = max(0, min(self._first, (len(passed) - 1) // PAGE * PAGE))
        page = passed[self._first : self._first + PAGE]
        self._draw_rows(page)
        self._told.text = self._count(len(passed), len(page))
        self._all.visible = len(passed) < len(self._rows)
        self._back.set_enabled(self._first > 0)
        self._on.set_enabled(self._first + PAGE < len(passed))
        self._back.visible = self._on.visible = len(passed) > PAGE

    def _draw_heads(self) -> None:
        self._heads.clear()
        with self._heads:
            for column, head in COLUMNS.items():
                self._head(column, head)

    def _draw_rows(self, page: Sequence[Row]) -> None:
        """NOTE: rows that stay are kept: what is pressed while others come mustn't be gone."""
        for row in set(self._drawn).difference(page):
            self._drawn.pop(row).delete()
        for at, row in enumerate(page):
            if row not in self._drawn:
                with self._body:
                    self._drawn[row] = self._row(row)
            if self._body.default_slot.children[at] is not self._drawn[row]:
                self._drawn[row].move(target_index=at)

    def _count(self, passed: int, here: int) -> str:
        whole = len(self._rows)
        of = f"{passed} quests" if passed == whole else f"{passed} of {whole} quests"
        of = "1 quest" if passed == whole == 1 else of
        return of if passed <= PAGE else f"{self._first + 1} to {self._first + here} of {of}"

    def _head(self, column: str, head: str) -> None:
        is_sorted = column == self._listing.column
        order = "ascending" if is_sorted else "none"
        order = "descending" if is_sorted and self._listing.descending else order
        mark = {"ascending": " ▲", "descending": " ▼", "none": ""}[order]
        with Element("th").classes(_align(column)).props(f'scope="col" aria-sort="{order}"'):
            button = TextElement(tag="button", text=head + mark).props('type="button"')
            button.on("click", lambda: self._sort(column))

    def _row(self, row: Row) -> Element:
        with ui.element("tr").props(f'data-testid="quest-{row.id}"') as drawn:
            with Element("th").props('scope="row"'):
                link = TextElement(tag="a", text=row.title)
                link.props["href"] = self._link(row.id)
                link.on("click.prevent", lambda: self._on_open(row.id))
            for column in COLUMNS:
                if column != "title":
                    TextElement(tag="td", text=row.cell(column)).classes(_align(column))
        return drawn


def _align(column: str) -> str:
    return "quests-number" if column in _NUMBERS[1:] else ""


def _offer(select: ui.select, values: Iterable[str], order: Sequence[str] = ()) -> None:
    """NOTE: one that is chosen stays, whatever comes."""
    known = {*values, str(select.value or "")} - {""}
    ordered = [value for value in order if value in known] or sorted(known)
    select.set_options({"": "All"} | {value: value for value in ordered})
