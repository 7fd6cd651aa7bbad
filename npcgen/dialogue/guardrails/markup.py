"""Takes out of a stream what is no speech: thoughts, stage directions, marks of chat formats.

Works on characters, before words are looked at. What may still become one of them is held back, at
most MAX_MARKUP_CHARS, but for thoughts, which never are shown.
"""

import re
from dataclasses import dataclass

from npcgen.dialogue.guardrails.input import ROLE_MARKER

MAX_MARKUP_CHARS = 80
_MAX_MARKER_CHARS = 28
_OPENER = re.compile(r"[<\[*(#_~]")
_CLOSERS = {"[": "]", "(": ")"}
_PAIRED = "*_~"
"""Marks that end what they begin."""
_THOUGHT = re.compile(r"<(think|thinking|thought|reasoning)>", re.IGNORECASE)
_THOUGHT_END = re.compile(r"</(think|thinking|thought|reasoning)>", re.IGNORECASE)
_LONGEST_THOUGHT_END = len("</reasoning>")
_SUBJECT = frozenset({"he", "she", "they", "it", "i", "the", "a", "then"})
_LETTERS = re.compile(r"[^\W\d_]+")
_SPEECH_ENDS = '.!?…\n"”'


@dataclass(frozen=True, slots=True)
class Removed:
    """Something that was left out of the speech; `marker` when the speech must end there."""

    rule: str
    at: int
    """Code points of the speech before it."""
    is_marker: bool = False


class Markup:
    """Feed it a model's text; it gives back the speech in it."""

    def __init__(self, gestures: frozenset[str], *, keep_directions: bool = False) -> None:
        """`gestures`: verbs that a stage direction begins with, in lower case."""
        self._gestures = gestures
        self._keeps = keep_directions
        self._held = ""
        self._thinks = False
        self._swallows_space = False
        self._last = ""
        self._chars = 0
        self.removed: list[Removed] = []
        """Everything that was left out so far."""

    def feed(self, text: str, *, is_last: bool = False) -> str:
        """The speech that is certain now. Nothing may be fed after a marker."""
        self._held += text
        shown = ""
        while self._held and not (self.removed and self.removed[-1].is_marker):
            if self._thinks:
                if not self._end_thought():
                    break
                continue
            opener = _OPENER.search(self._held)
            # Spaces wait for what follows them: they go with a direction that goes.
            spoken = self._held[: opener.start() if opener else None].rstrip(" ")
            shown += self._show(spoken)
            self._held = self._held[len(spoken) :]
            if opener is None:
                break
            speech = self._decide(is_last)
            if speech is None:
                break
            shown += self._show(speech)
        if is_last and not self._thinks:
            shown += self._show(self._held)
            self._held = ""
        return shown

    def flush(self) -> str:
        """What is still held back, as far as it is speech."""
        return self.feed("", is_last=True)

    def _show(self, text: str) -> str:
        if self._swallows_space and text:
            text = text.lstrip(" ")
            self._swallows_space = not text
        if stripped := text.rstrip(" "):
            self._last = stripped[-1]
        self._chars += len(text)
        return text

    def _decide(self, is_last: bool) -> str | None:
        """The speech at the head of what is held; None when more has to come first."""
        spaces = len(self._held) - len(self._held.lstrip(" "))
        lead, self._held = self._held[:spaces], self._held[spaces:]
        known = len(self.removed)
        is_glued = not lead and self._last.isalnum()
        speech = self._take(1) if self._is_plain(is_glued) else self._decide_bare(is_last)
        if speech is None:
            self._held = lead + self._held
            return None
        return speech if len(self.removed) > known else lead + speech

    def _is_plain(self, is_glued: bool) -> bool:
        """Whether a "_" or "~" begins nothing: inside of a word, or before "20"."""
        head, after = self._held[0], self._held[1:2]
        return head in "_~" and (is_glued or (after != "" and not after.isalpha()))

    def _decide_bare(self, is_last: bool) -> str | None:
        head = self._held[0]
        if head in "<#":
            return self._decide_marker(is_last)
        close = _CLOSERS.get(head, head)
        start = 2 if self._held.startswith("**") else 1
        end = self._held.find(close, start)
        too_long = len(self._held) > MAX_MARKUP_CHARS or "\n" in self._held[:end]
        if end < 0 and not is_last and not too_long and self._may_be_direction(head):
            return None
        if end < 0 or end > MAX_MARKUP_CHARS or "\n" in self._held[:end]:
            return self._take(1) if head not in _PAIRED else self._drop(1)
        if head == "*" and not is_last and not self._held[end:].lstrip("*"):
            return None
        return self._bracketed(head, self._held[start:end], end + 1)

    def _bracketed(self, head: str, inner: str, length: int) -> str:
        while head == "*" and self._held[length : length + 1] == "*":
            length += 1
        whole = self._held[:length]
        if head == "[" and ROLE_MARKER.fullmatch(whole):
            return self._stop("output.role_marker")
        if not self._is_direction(head, inner):
            self._held = self._held[length:]
            return inner if head in _PAIRED else whole
        if self._keeps:
            return self._take(length)
        self._remove("output.stage_direction")
        return self._drop(length)

    def _is_direction(self, head: str, inner: str) -> bool:
        words = [word.lower() for word in _LETTERS.findall(inner)]
        if head == "[":
            return True
        if not words:
            return head in _PAIRED
        if head in _PAIRED and len(words) > 1 and self._is_at_start():
            return True
        return any(word in self._gestures for word in words[:3])

    def _may_be_direction(self, head: str) -> bool:
        """Whether what stands behind a "(" so far can still be a gesture."""
        words = [word.lower() for word in _LETTERS.findall(self._held)]
        if head != "(" or len(words) < 2:
            return True
        known = any(word in self._gestures for word in words[:3])
        return known or (len(words) <= 3 and words[0] in _SUBJECT)

    def _is_at_start(self) -> bool:
        return not self._last or self._last in _SPEECH_ENDS

    def _decide_marker(self, is_last: bool) -> str | None:
        if thought := _THOUGHT.match(self._held):
            self._thinks = True
            self._remove("output.thinking")
            return self._drop(thought.end())
        if end := _THOUGHT_END.match(self._held):
            return self._drop(end.end())
        if ROLE_MARKER.match(self._held):
            return self._stop("output.role_marker")
        # "<" before a space is less-than, and "#" before one is a heading or a hash.
        is_open = len(self._held) < _MAX_MARKER_CHARS and not is_last
        if is_open and ">" not in self._held and "\n" not in self._held:
            looks_like = re.fullmatch(r"<[|\uff5c/\w]?[^<>\s]*|#{1,4} ?\w*", self._held)
            if looks_like:
                return None
        return self._take(1)

    def _end_thought(self) -> bool:
        end = _THOUGHT_END.search(self._held)
        if end is None:
            self._held = self._held[-_LONGEST_THOUGHT_END:]
            return False
        self._thinks = False
        self._drop(end.end())
        return True

    def _take(self, chars: int) -> str:
        taken, self._held = self._held[:chars], self._held[chars:]
        return taken

    def _drop(self, chars: int) -> str:
        self._held = self._held[chars:]
        return ""

    def _remove(self, rule: str) -> None:
        self.removed.append(Removed(rule, self._chars))
        self._swallows_space = not self._last

    def _stop(self, rule: str) -> str:
        self.removed.append(Removed(rule, self._chars, is_marker=True))
        self._held = ""
        return ""
