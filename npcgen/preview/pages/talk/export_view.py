"""Where a talk becomes a test: what the file holds, and a button that downloads it."""

from collections.abc import Callable

from nicegui import ui

from npcgen.preview.parts.told import telling


class ExportView:
    """The file of the talk as it stands."""

    def __init__(self, made: Callable[[], tuple[str, str]]) -> None:
        """`made` gives the file's name and text; it raises ValueError where there is no talk."""
        self._made = made
        ui.label(
            "Keeps the talk as a test: a pytest file that says the same lines again. Edit in it "
            "what each answer must hold, and what it must never say; it fails when a new model, "
            "prompt or sheet breaks the character."
        ).classes("room-soft talk-small")
        ui.button("Download the test", on_click=self._download, color=None).props(
            "unelevated no-caps"
        ).classes("talk-send talk-download")
        self._text = ui.label().classes("talk-read talk-file")

    def show(self) -> None:
        """The file as it would be now, or why there is none."""
        try:
            self._text.set_text(self._made()[1])
        except ValueError as error:
            self._text.set_text(f"{error}.")

    def _download(self) -> None:
        with telling():
            name, text = self._made()
            self._text.set_text(text)
            ui.download.content(text, name, "text/x-python")
