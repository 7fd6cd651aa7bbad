"""A model's tokenizer: segments of a prompt in, token ids out, and back to text.

What people wrote never becomes a control token, not even through merges of plain pieces.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import llama_cpp as lib

from npcgen.engine.chat_template import Segment
from npcgen.errors import InvalidArgument

_SPM = 1
_CONTROL = 1 << 3
_USER_DEFINED = 1 << 4
_NONE = -1
_FEW = 4


class Vocabulary:
    """The tokens of one model. Safe to use from several threads."""

    def __init__(self, model: Any) -> None:
        self._vocab = lib.llama_model_get_vocab(model)
        self._bos = lib.llama_vocab_bos(self._vocab)
        self._adds_bos = bool(lib.llama_vocab_get_add_bos(self._vocab)) and self._bos != _NONE
        self._is_spm = lib.llama_vocab_type(self._vocab) == _SPM
        self._newline = self._tokenize("\n", parse_special=False)
        self._markers: frozenset[int] = frozenset()
        self._guarded: frozenset[int] = frozenset()

    @property
    def size(self) -> int:
        return int(lib.llama_vocab_n_tokens(self._vocab))

    @property
    def bos(self) -> str:
        return self._text(self._bos)

    @property
    def eos(self) -> str:
        return self._text(lib.llama_vocab_eos(self._vocab))

    @property
    def handle(self) -> Any:
        """llama.cpp's own vocabulary."""
        return self._vocab

    def single_token(self, text: str) -> int | None:
        """The one token that `text` is; None where it takes several."""
        tokens = self._inner(text)
        return tokens[0] if len(tokens) == 1 else None

    def mark_turns(self, segments: Iterable[Segment]) -> None:
        """Learns which special tokens the chat template puts around turns."""
        tokens = self.encode(segments)
        self._markers = frozenset(token for token in tokens if self.is_control(token))
        # Some files declare their role markers as ordinary added words.
        self._guarded = frozenset(token for token in tokens if self._is_added_word(token))

    def ends_turn(self, token: int) -> bool:
        """True for the model's own end, and for a marker with which another turn would begin."""
        return bool(lib.llama_vocab_is_eog(self._vocab, token)) or token in self._markers

    def is_control(self, token: int) -> bool:
        return bool(lib.llama_vocab_get_attr(self._vocab, token) & _CONTROL)

    def has_special(self, text: str) -> bool:
        """Whether `text` is one special token of this vocabulary."""
        return len(self._inner(text, parse_special=True)) == 1

    def encode(self, segments: Iterable[Segment]) -> list[int]:
        """The prompt's tokens, with exactly one token for the beginning where the model has one.

        Raises InvalidArgument for content that can't be written without a control token.
        """
        return self.encode_with_starts(segments)[0]

    def encode_with_starts(self, segments: Iterable[Segment]) -> tuple[list[int], list[int]]:
        """As `encode`, and how many tokens stand before each content."""
        tokens: list[int] = []
        starts: list[int] = []
        for segment in segments:
            if segment.is_content:
                starts.append(len(tokens))
                tokens += self._content(segment.text)
            else:
                tokens += self._inner(segment.text, parse_special=True)
        if self._adds_bos and tokens[:1] != [self._bos]:
            tokens.insert(0, self._bos)
            starts = [start + 1 for start in starts]
        return tokens, starts

    def words(self, text: str) -> list[int]:
        """Tokens by which a prompt with this content can be told, none if there can't be one.

        Without the first of many: it may have merged with what a template put before it.
        """
        try:
            tokens = self._content(text.strip())
        except InvalidArgument:
            return []
        return tokens[1:] if len(tokens) > _FEW else tokens

    def piece(self, token: int) -> bytes:
        """The bytes of a token, perhaps a part of a character; none for a special token."""
        size = 64
        while True:
            buffer = bytearray(size)
            view = (lib.ctypes.c_char * size).from_buffer(buffer)
            length = lib.llama_token_to_piece(self._vocab, token, view, size, 0, False)
            if length >= 0:
                return bytes(buffer[:length])
            size = -length

    def _content(self, text: str) -> list[int]:
        tokens = self._inner(text)
        if not self._has_marker(tokens):
            return tokens
        # Merges of plain pieces made a marker ("<s" and ">"). Letters alone can't merge.
        tokens = [token for letter in text for token in self._inner(letter)]
        if self._has_marker(tokens):
            raise InvalidArgument.at("messages", "has a character this model reserves for itself")
        return tokens

    def _has_marker(self, tokens: Sequence[int]) -> bool:
        return any(token in self._guarded or self.is_control(token) for token in tokens)

    def _is_added_word(self, token: int) -> bool:
        attributes = lib.llama_vocab_get_attr(self._vocab, token)
        return bool(attributes & _USER_DEFINED) and not self._text(token).isspace()

    def _inner(self, text: str, *, parse_special: bool = False) -> list[int]:
        """Tokens of a text without the space that SPM vocabularies put before the first word:
        segments follow one another, only the template says where a space is.
        """
        if not self._is_spm:
            return self._tokenize(text, parse_special=parse_special)
        tokens = self._tokenize("\n" + text, parse_special=parse_special)
        head = len(self._newline)
        if tokens[:head] == self._newline:
            return tokens[head:]
        return self._tokenize(text, parse_special=parse_special)

    def _tokenize(self, text: str, *, parse_special: bool) -> list[int]:
        data = text.encode("utf-8", errors="replace")
        room = len(data) + 8
        while True:
            buffer = (lib.llama_token * room)()
            count = lib.llama_tokenize(
                self._vocab, data, len(data), buffer, room, False, parse_special
            )
            if count >= 0:
                return list(buffer[:count])
            room = -count

    def _text(self, token: int) -> str:
        if token == _NONE:
            return ""
        return str(lib.llama_vocab_get_text(self._vocab, token).decode("utf-8", errors="replace"))
