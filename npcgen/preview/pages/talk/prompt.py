"""What the model read, part by part: where each comes from, why it is there, what it cost."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from nicegui import ui

from npcgen import Completed, FinishReason, PromptPart, PromptPreview, Started
from npcgen.preview.pages.talk.heard import Looked, Told
from npcgen.preview.pages.talk.kept_secrets import KeptSecret

ORIGINS = {
    "rules": "Rules",
    "world": "World",
    "persona": "Character",
    "examples": "Examples",
    "history": "History",
    "lore": "Lore",
    "secret": "Secret",
    "memory": "Memory",
    "summary": "Summary",
    "quest": "Quest",
    "feeling": "Feeling",
    "news": "News",
    "scene": "Scene",
    "player": "Player",
}
"""Each origin with its name here; its colour is `talk-from-ORIGIN`."""
_CAME_TO_MIND = ("lore", "secret", "memory", "summary", "quest")


@dataclass(frozen=True, slots=True)
class Share:
    """The neighbouring parts of one origin."""

    origin: str
    parts: tuple[PromptPart, ...]

    @property
    def tokens(self) -> int:
        return sum(part.tokens for part in self.parts)

    @property
    def name(self) -> str:
        return ORIGINS.get(self.origin, self.origin)


def shares(parts: Iterable[PromptPart]) -> list[Share]:
    """The parts, in their order, neighbours of one origin together."""
    return [Share(origin, tuple(some)) for origin, some in groupby(parts, lambda p: p.origin)]


class PromptView:
    """The prompt of one line, and the figures of its reply."""

    def __init__(self) -> None:
        self._line = ui.label().classes("talk-asked").props("data-testid=asked")
        self._figures = _Figures()
        self._body = ui.element("div").classes("talk-prompt")
        self.clear()

    def clear(self) -> None:
        """Another talk: nothing was read for it yet."""
        self._line.set_text("")
        self._figures.clear()
        self._say(
            "What the model reads stands here: say something, or press the eye beside the line to "
            "look without saying it. “Why?” under an answer brings it back."
        )

    def look(self, text: str, looked: Looked) -> None:
        """What would be read for a line that isn't said."""
        self._line.set_text(f"Would be read for “{text}”")
        self._figures.clear()
        self._show_prompt(looked, None)

    def show(self, told: Told) -> None:
        """What was read for a line, and what its reply cost, as far as it came."""
        self._line.set_text(f"Read for “{told.player_text}”")
        self._figures.clear()
        if told.started is not None and told.was_read:
            self._figures.show(told.started, told.completed)
        if not told.was_read:
            self._say(_unread(told))
        elif told.looked is None:
            self._say("Nobody looked at this prompt when it was read, so it isn't here.")
        else:
            self._show_prompt(told.looked, told.started)

    def _say(self, text: str) -> None:
        self._body.clear()
        with self._body:
            ui.label(text).classes("room-soft")

    def _show_prompt(self, looked: Looked, started: Started | None) -> None:
        prompt, context_tokens = looked.prompt, looked.context_tokens
        self._body.clear()
        with self._body:
            _bar(prompt, context_tokens)
            _reused_line(started.reused_tokens / max(1, context_tokens) if started else 0.0)
            ui.label(_room(prompt, context_tokens)).classes("room-soft talk-small")
            if started is not None and started.prompt_tokens != prompt.prompt_tokens:
                ui.label(_other(prompt, started)).classes("talk-small talk-guarded")
            _secrets(looked.secrets)
            _came_to_mind([each for each in prompt.parts if each.origin in _CAME_TO_MIND])
            ui.label("The prompt").classes("talk-heading").props("role=heading aria-level=3")
            for share in shares(prompt.parts):
                _show_share(share)


def _unread(told: Told) -> str:
    if told.completed is not None and told.completed.finish_reason is FinishReason.GUARDRAIL:
        return "The model never read this line: a guardrail turned it away with an authored answer."
    return "The model never read this line; the answer is one that the author wrote for that."


def _other(prompt: PromptPreview, started: Started) -> str:
    return (
        f"The model read {started.prompt_tokens} tokens, and {prompt.prompt_tokens} are shown: "
        "something came in between, such as another answer to the same line."
    )


class _Figures:
    def __init__(self) -> None:
        self._root = ui.element("dl").classes("talk-figures").props("data-testid=figures")

    def clear(self) -> None:
        self._root.clear()

    def show(self, started: Started, completed: Completed | None) -> None:
        self._root.clear()
        with self._root:
            for name, value in figures(started, completed):
                with ui.element("div"):
                    with ui.element("dt"):
                        ui.label(name)
                    with ui.element("dd"):
                        ui.label(value)


def figures(started: Started, completed: Completed | None) -> Iterator[tuple[str, str]]:
    """Names and values, as they are shown."""
    prompt, reused = started.prompt_tokens, started.reused_tokens
    share = f" ({reused / prompt:.0%})" if prompt else ""
    yield "Prompt", f"{prompt} tokens"
    yield "Reused from cache", f"{reused}{share}"
    if completed is not None:
        usage, timings = completed.usage, completed.timings
        yield "First word after", f"{timings.ttft_ms:.0f} ms"
        yield "Speed", f"{timings.tokens_per_s:.0f} tokens/s"
        yield "Reply", f"{usage.completion_tokens} tokens, {timings.total_ms:.0f} ms"
        if timings.queue_ms >= 1:
            yield "Waited in line", f"{timings.queue_ms:.0f} ms"
    yield "Seed", str(started.seed)
    yield "Model", started.model
    if started.trimmed_turns:
        yield "Left out", f"the oldest {started.trimmed_turns} turns, for room"


def _bar(prompt: PromptPreview, context_tokens: int) -> None:
    """The whole context as a bar: each origin's share of it, and what is free."""
    counted = sum(part.tokens for part in prompt.parts)
    free = max(0, context_tokens - prompt.prompt_tokens)
    with ui.element("div").classes("talk-budget").props("aria-hidden=true"):
        for share in shares(prompt.parts):
            _slice(share.origin, share.tokens, share.name)
        _slice("template", max(0, prompt.prompt_tokens - counted), "Chat template")
        _slice("free", free, "Free")


def _reused_line(share: float) -> None:
    """Under the bar, as far as the prompt was computed already."""
    line = ui.element("div").classes("talk-reused").props("aria-hidden=true")
    line.props["title"] = "Reused from cache"
    line.style(f"width: {share:.2%}")


def _room(prompt: PromptPreview, context_tokens: int) -> str:
    free = max(0, context_tokens - prompt.prompt_tokens)
    return f"{prompt.prompt_tokens} of {context_tokens} tokens; {free} are free for the reply"


def _slice(origin: str, tokens: int, name: str) -> None:
    if tokens:
        part = ui.element("div").classes(f"talk-slice talk-from-{origin}")
        part.style(f"flex-grow: {tokens}")
        # NOTE: a tooltip of Quasar looks for its target while a tab is still being turned to.
        part.props["title"] = f"{name}: {tokens} tokens"


def _secrets(secrets: Sequence[KeptSecret]) -> None:
    if not secrets:
        return
    ui.label("Its secrets").classes("talk-heading").props("role=heading aria-level=3")
    with ui.element("ul").classes("talk-mind").props("data-testid=secrets"):
        for each in secrets:
            with ui.element("li").classes("talk-from-secret"):
                ui.icon("lock_open" if each.is_open else "lock").props("aria-hidden=true")
                with ui.element("div"):
                    ui.label("May be told" if each.is_open else "Held back").classes("talk-origin")
                    ui.label(each.text).classes("talk-secret")
                    ui.label(f"{'for' if each.is_open else 'because'} {each.why}").classes(
                        "talk-why room-soft"
                    )


def _came_to_mind(parts: Sequence[PromptPart]) -> None:
    ui.label("Came to mind").classes("talk-heading").props("role=heading aria-level=3")
    if not parts:
        ui.label("No lore, secret or memory fits the line.").classes("room-soft talk-small")
    with ui.element("ul").classes("talk-mind"):
        for part in parts:
            with ui.element("li").classes(f"talk-from-{part.origin}"):
                ui.label(f"{ORIGINS[part.origin]} {part.id}").classes("talk-origin")
                ui.label(part.why).classes("talk-why")


def _show_share(share: Share) -> None:
    if len(share.parts) == 1:
        _show_part(share.parts[0])
        return
    title = f"{share.name}: {len(share.parts)} parts, {share.tokens} tokens"
    with ui.expansion(title).classes(f"talk-share talk-from-{share.origin}"):
        for part in share.parts:
            _show_part(part)


def _show_part(part: PromptPart) -> None:
    with (
        ui.element("section")
        .classes(f"talk-part talk-from-{part.origin}")
        .props(f"data-testid=part-{part.origin}")
    ):
        with ui.element("div").classes("talk-part-head"):
            ui.label(ORIGINS.get(part.origin, part.origin)).classes("talk-origin")
            ui.label(part.why).classes("talk-why room-soft")
            ui.label(f"{part.tokens}").classes("talk-number").props["title"] = "tokens"
        ui.label(part.text).classes("talk-read")
