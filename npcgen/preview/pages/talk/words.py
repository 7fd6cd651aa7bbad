"""What an NPC says, on the page as soon as it comes."""

from nicegui.element import Element

from npcgen.preview.paths import STATIC

_SCRIPT = STATIC / "talk_words.js"


class Words(Element, component=_SCRIPT):
    """A text that grows. It's never read as HTML."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.props["text"] = text

    @property
    def text(self) -> str:
        return str(self.props["text"])

    def add(self, words: str) -> None:
        """Sends the new words alone; `text` is for a browser that lost them and asks again.

        NOTE: an update of the element draws the whole page anew, twenty times as slow
        (`python -m bench.room`).
        """
        with self.props.suspend_updates():
            self.props["text"] = self.text + words
        self.run_method("add", words)

    def replace(self, text: str) -> None:
        self.props["text"] = text
        self.update()
