"""What a remote server wrote, made fit for a log line or an error message."""

from npcgen.engine.base import Message

_MAX_CHARACTERS = 200
_GIVEAWAY = 12
"""A run of this many characters of a prompt counts as quoting it."""


def shown(text: str, limit: int = 60) -> str:
    """`text` on one line, clipped, with nothing in it that a terminal or a log would obey."""
    clipped = text if len(text) <= limit else text[: limit - 3] + "..."
    return "".join(each if each.isprintable() else "?" for each in clipped)


def loggable(text: str, messages: tuple[Message, ...], key: str) -> str:
    """`text` for the log: without the key, and withheld where it quotes the prompt."""
    if key:
        text = text.replace(key, "(the key)")
    text = text[:_MAX_CHARACTERS]
    contents = [message.content for message in messages if message.content]
    prompt = "\n".join(contents)
    runs = (text[at : at + _GIVEAWAY] for at in range(len(text) - _GIVEAWAY + 1))
    if any(run in prompt for run in runs) or text in contents:
        return "(withheld: it quotes the prompt)"
    return shown(text, _MAX_CHARACTERS)
