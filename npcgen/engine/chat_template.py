"""A model's chat template, rendered so that what people write can never become a role.

Jinja sees placeholders instead of the messages' contents. The result is cut at the placeholders
into segments: the template's own text, in which special tokens are parsed, and contents, in which
they never are. Knows no tokenizer.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import jinja2
from jinja2.ext import loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

from npcgen.engine.base import Message, Role
from npcgen.errors import ModelUnusable

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
_CHATML_MARKERS = ("<|im_end|>", "<|im_start|>")
DEFAULT_ORIGIN = "default (chatml)"
MODEL_ORIGIN = "model"
EVERY_ROLE = (
    Message("system", "a"),
    Message("user", "b"),
    Message("assistant", "c"),
    Message("user", "d"),
)
"""A chat in which a template shows all that it puts around turns."""

# Contents are never rendered, so nothing a player writes can look like a placeholder.
_PLACEHOLDER = "\ue000content {}\ue001"
_PLACEHOLDERS = re.compile("\ue000content (\\d+)\ue001")
_SEPARATOR = "\n\n"
_ARGUMENTS = {"add_generation_prompt": True, "enable_thinking": False, "tools": None}
_SOME_DAY = datetime(2025, 1, 1)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a prompt. Special tokens may be parsed in it only when it isn't content."""

    text: str
    is_content: bool


class ChatTemplate:
    """Turns messages into the segments of a prompt that ends where the reply begins.

    Contents lose white space at their ends. What the template can't express is folded into what
    it can: a system message into the first user message, two messages of one role into one.
    """

    def __init__(self, source: str, *, bos: str = "", eos: str = "") -> None:
        """Raises ModelUnusable when `source` can't be compiled or refuses a plain question."""
        self.origin = MODEL_ORIGIN if source else DEFAULT_ORIGIN
        self._specials = {"bos_token": bos, "eos_token": eos}
        try:
            self._template = _environment().from_string(source or CHATML)
            self._render(_probe("user"))
        except jinja2.TemplateError as error:
            raise ModelUnusable(
                f"the model's chat template can't be used: {error}; "
                "use a file with a working template, or one without any to get ChatML"
            ) from error
        self._takes_system = self._can(_probe("system", "user"))
        self._takes_any_order = self._can(_probe("user", "user")) and self._can(
            _probe("assistant", "user")
        )

    def segments(self, messages: Sequence[Message]) -> list[Segment]:
        """The prompt for these messages. Raises ModelUnusable when the template refuses them."""
        arranged = self._arrange(messages)
        try:
            rendered = self._render(arranged)
        except jinja2.TemplateError as error:
            raise ModelUnusable(f"the model's chat template refused a chat: {error}") from error
        return _cut(rendered, arranged)

    @property
    def is_default(self) -> bool:
        """Whether the model has none of its own."""
        return self.origin == DEFAULT_ORIGIN

    def spelled_ends(self, has_special: Callable[[str], bool]) -> tuple[str, ...]:
        """The ends of a turn that a vocabulary has to spell out in letters.

        `has_special`: whether a text is one of its special tokens. A model without a template of
        its own rarely has ChatML's.
        """
        if not self.is_default:
            return ()
        return tuple(end for end in _CHATML_MARKERS if not has_special(end))

    def _arrange(self, messages: Sequence[Message]) -> list[Message]:
        arranged = list(messages)
        if not self._takes_system:
            arranged = _fold_system(arranged)
        return arranged if self._takes_any_order else _alternate(arranged)

    def _can(self, messages: Sequence[Message]) -> bool:
        """Whether the template takes these messages and leaves none of them out."""
        try:
            rendered = self._render(messages)
        except jinja2.TemplateError:
            return False
        shown = {int(index) for index in _PLACEHOLDERS.findall(rendered)}
        return shown == set(range(len(messages)))

    def _render(self, messages: Sequence[Message]) -> str:
        shown = [
            {"role": message.role, "content": _PLACEHOLDER.format(index)}
            for index, message in enumerate(messages)
        ]
        try:
            return self._template.render(messages=shown, **_ARGUMENTS, **self._specials)
        except jinja2.TemplateError:
            raise
        except Exception as error:  # A template is a program: it may fail in any way.
            raise jinja2.TemplateError(f"{type(error).__name__}: {error}") from error


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols]
    )
    environment.globals["raise_exception"] = _refuse
    # NOTE: a template that asks for today's date gets a fixed one: the same messages must give
    # the same prompt tomorrow, or nothing of it could be reused.
    environment.globals["strftime_now"] = _SOME_DAY.strftime
    environment.filters["tojson"] = lambda value: json.dumps(value, ensure_ascii=False)
    return environment


def _refuse(message: str) -> None:
    raise jinja2.TemplateError(message)


def _probe(*roles: Role) -> list[Message]:
    return [Message(role, "") for role in roles]


def _fold_system(messages: list[Message]) -> list[Message]:
    """The same chat with what the system says at the head of the first user message."""
    system = _SEPARATOR.join(m.content.strip() for m in messages if m.role == "system")
    rest = [m for m in messages if m.role != "system"]
    if not system:
        return rest
    if not rest or rest[0].role != "user":
        return [Message("user", system), *rest]
    return [Message("user", f"{system}{_SEPARATOR}{rest[0].content.strip()}"), *rest[1:]]


def _alternate(messages: list[Message]) -> list[Message]:
    """The same chat with neighbours of one role joined, and a user who begins it."""
    joined: list[Message] = []
    for message in messages:
        if joined and joined[-1].role == message.role:
            both = f"{joined[-1].content.strip()}{_SEPARATOR}{message.content.strip()}"
            joined[-1] = Message(message.role, both)
        else:
            joined.append(message)
    first = next((i for i, m in enumerate(joined) if m.role != "system"), len(joined))
    if first < len(joined) and joined[first].role == "assistant":
        joined.insert(first, Message("user", ""))
    return joined


def _cut(rendered: str, messages: Sequence[Message]) -> list[Segment]:
    """The rendered text as segments, with the contents in their places."""
    segments = []
    for index, part in enumerate(_PLACEHOLDERS.split(rendered)):
        is_content = index % 2 == 1
        text = messages[int(part)].content.strip() if is_content else part
        if text:
            segments.append(Segment(text, is_content))
    return segments
