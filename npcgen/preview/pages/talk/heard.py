"""What was told of turns beside their words: figures, actions, findings, the prompt. Knows no page.

The server keeps the words of a turn and no more. The rest is kept here for as long as its process
runs, so that a reload, another tab and a link show it too.
"""

from collections import OrderedDict
from dataclasses import dataclass, field, replace

from npcgen import (
    ActionChosen,
    Completed,
    DialogueEvent,
    EmotionChanged,
    FinishReason,
    Persona,
    PromptPreview,
    RelationshipChanged,
    Safety,
    Started,
    TextDelta,
    Turn,
)
from npcgen.preview.pages.talk.kept_secrets import KeptSecret

MOST_TURNS = 500
"""With a prompt of some KiB each."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A prompt, and the tokens that its model's context has room for."""

    prompt: PromptPreview
    context_tokens: int
    secrets: tuple[KeptSecret, ...] = ()


@dataclass(slots=True)
class Told:
    """What the events of a turn told so far."""

    player_text: str
    turn_id: str = ""
    text: str = ""
    started: Started | None = None
    emotion: EmotionChanged | None = None
    actions: list[ActionChosen] = field(default_factory=list)
    changes: list[RelationshipChanged] = field(default_factory=list)
    findings: list[Safety] = field(default_factory=list)
    completed: Completed | None = None
    looked: Looked | None = None
    """What the model read for it, where somebody has looked."""
    worked: dict[str, bool] = field(default_factory=dict)
    """By an action's id: what the game said of it."""

    def hear(self, event: DialogueEvent) -> None:
        self.turn_id = event.turn_id
        match event.body:
            case Started():
                self.started = event.body
            case TextDelta(words):
                self.text += words
            case EmotionChanged():
                self.emotion = event.body
            case ActionChosen():
                self.actions.append(event.body)
            case RelationshipChanged():
                self.changes.append(event.body)
            case Safety():
                self.findings.append(event.body)
            case Completed():
                self.text, self.completed = event.body.text, event.body

    @property
    def turn(self) -> Turn | None:
        """The exchange, once it is over."""
        if self.completed is None:
            return None
        return Turn(self.turn_id, self.player_text, self.text, self.completed.finish_reason)

    @property
    def was_read(self) -> bool:
        """Whether a model got to read the line; authored lines answer some."""
        return self.started is not None and self.started.prompt_tokens > 0

    @property
    def was_spoken(self) -> bool:
        """Whether the model spoke to its end; only then another reply takes an old one's place."""
        ends = (FinishReason.STOP, FinishReason.LENGTH)
        return self.completed is not None and self.completed.finish_reason in ends


class Heard:
    """By the turns' ids, the oldest given up first. One for all pages of a server.

    Beside it the sheet that each talk began with, which is the one that it goes on with.
    """

    def __init__(self, most: int = MOST_TURNS) -> None:
        self._most = most
        self._told: OrderedDict[str, Told] = OrderedDict()
        self._sheets: OrderedDict[str, Persona] = OrderedDict()

    def begins(self, conversation_id: str, sheet: Persona) -> None:
        self._sheets[conversation_id] = sheet
        while len(self._sheets) > self._most:
            self._sheets.popitem(last=False)

    def sheet_of(self, conversation_id: str) -> Persona | None:
        """None for a talk that began elsewhere, or too long ago."""
        return self._sheets.get(conversation_id)

    def keep(self, told: Told) -> None:
        self._told[told.turn_id] = told
        self._told.move_to_end(told.turn_id)
        while len(self._told) > self._most:
            self._told.popitem(last=False)

    def of(self, turn_id: str) -> Told | None:
        return self._told.get(turn_id)

    def go_on(self, before: str, after: str) -> None:
        """The conversation `after` began with copies of the turns of `before`."""
        for told in list(self._told.values()):
            conversation_id, _, number = told.turn_id.rpartition(".")
            if conversation_id == before:
                self.keep(replace(told, turn_id=f"{after}.{number}"))
