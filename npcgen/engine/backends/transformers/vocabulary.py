"""A folder's tokenizer: segments of a prompt in, token ids out, and back to bytes.

What people wrote never becomes a special token: it is tokenised by a second tokenizer that knows
none, and looked through for what the chat template puts around turns.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tokenizers import Tokenizer

from npcgen.engine.backends.transformers.pieces import spelled_pieces, speller
from npcgen.engine.chat_template import Segment
from npcgen.engine.model_folder import TOKENIZER, ModelFolder, unusable
from npcgen.errors import InvalidArgument

_PROBE = "The mill stands by the river."
_FEW = 4
"""Tokens; a run of so few is looked for as a whole."""


class Vocabulary:
    """The tokens of one model. Safe to use from several threads."""

    def __init__(self, folder: ModelFolder) -> None:
        """Raises ModelUnusable for a tokenizer of an unknown kind."""
        path = folder.path / TOKENIZER
        text = path.read_text(encoding="utf-8")
        try:
            spec = json.loads(text)
            self._special, self._plain = _tokenizer(text), _tokenizer(text)
        except Exception as error:  # The library raises nothing more special.
            raise unusable(path, f"can't be read: {error}", "use another folder") from error
        self._plain.encode_special_tokens = True
        added = self._plain.get_added_tokens_decoder()
        self._added = {token: word.content for token, word in added.items()}
        self._control = frozenset(t for t, word in added.items() if word.special)
        self._unknown = self._plain.token_to_id(spec["model"].get("unk_token") or "")
        self.bos = _text_of(folder.tokenizer_config.get("bos_token"))
        self.eos = _text_of(folder.tokenizer_config.get("eos_token"))
        self.pieces = self._pieces(folder, spec)
        """What each token writes, by its number; nothing for a special one."""
        self._adds_space = self._joined(self._tokenize(self._plain, "a")).startswith(b" ")
        self._newline = self._tokenize(self._plain, "\n")
        self._spaces_after_control = self._adds_space and self._has_space_after_control()
        if self._joined(self._inner(_PROBE)) != _PROBE.encode():
            raise unusable(path, "doesn't give back the text it was given", "use another folder")
        self._ends = frozenset(self._declared_ends(folder))
        self._markers: frozenset[int] = frozenset()
        self._guarded = self._control - {self._unknown}

    @property
    def size(self) -> int:
        return len(self.pieces)

    def single_token(self, text: str) -> int | None:
        """The one token that `text` is; None where it takes several."""
        tokens = self._inner(text)
        return tokens[0] if len(tokens) == 1 else None

    def mark_turns(self, segments: Iterable[Segment]) -> None:
        """Learns which tokens the chat template puts around turns."""
        tokens = self.encode(segments)
        self._markers = self._control.intersection(tokens)
        # Some folders declare their role markers as ordinary added words.
        words = {token for token in tokens if self._added.get(token, "").strip()}
        self._guarded |= words - {self._unknown}

    def ends_turn(self, token: int) -> bool:
        """True for the model's own end, and for a marker with which another turn would begin."""
        return token in self._ends or token in self._markers

    def piece(self, token: int) -> bytes:
        """What a token writes, perhaps a part of a character; nothing for a special one."""
        return self.pieces[token]

    def is_control(self, token: int) -> bool:
        return token in self._control

    def has_special(self, text: str) -> bool:
        """Whether `text` is one special token of this vocabulary."""
        token = self._special.token_to_id(text)
        return token is not None and token in self._control

    def beginning(self) -> list[int]:
        """What the tokenizer itself puts before a text without a chat template."""
        tokens: list[int] = self._special.encode("", add_special_tokens=True).ids
        return tokens[:1] if tokens[:1] == [self._special.token_to_id(self.bos)] else []

    def speakable(self) -> Mapping[int, bytes]:
        """The tokens that may stand in a text, with their bytes; those that end it have none."""
        ends = {token: b"" for token in self._ends if token < self.size}
        said = {
            token: piece
            for token, piece in enumerate(self.pieces)
            if piece and b"\0" not in piece and not self.ends_turn(token)
        }
        return dict(sorted((ends | said).items()))

    def encode(self, segments: Iterable[Segment]) -> list[int]:
        """The prompt's tokens. Raises InvalidArgument for content that can't be written without a
        special token.
        """
        tokens: list[int] = []
        for segment in segments:
            if segment.is_content:
                is_first = bool(tokens) and tokens[-1] in self._control
                tokens += self._content(
                    segment.text, has_space=is_first and self._spaces_after_control
                )
            else:
                tokens += self._inner(segment.text, self._special)
        return tokens

    def words(self, text: str) -> list[int]:
        """Tokens by which a prompt with this content can be told, none if there can't be one.

        Without the first of many: a space before it may have changed it.
        """
        try:
            tokens = self._content(text.strip(), has_space=False)
        except InvalidArgument:
            return []
        return tokens[1:] if len(tokens) > _FEW else tokens

    def _content(self, text: str, *, has_space: bool) -> list[int]:
        tokens = self._tokenize(self._plain, text) if has_space else self._inner(text)
        if not self._guarded.intersection(tokens):
            return tokens
        # Merges of plain pieces made a marker ("<s" and ">"). Letters alone can't merge.
        tokens = [token for letter in text for token in self._inner(letter)]
        if self._guarded.intersection(tokens):
            raise InvalidArgument.at("messages", "has a character this model reserves for itself")
        return tokens

    def _inner(self, text: str, tokenizer: Tokenizer | None = None) -> list[int]:
        """Tokens of a text without the space that sentencepiece vocabularies put before the first
        word: segments follow one another, only the template says where a space is.
        """
        chosen = tokenizer or self._plain
        if self._adds_space:
            tokens = self._tokenize(chosen, "\n" + text)
            head = len(self._newline)
            if tokens[:head] == self._newline:
                return tokens[head:]
        return self._tokenize(chosen, text)

    def _has_space_after_control(self) -> bool:
        """Some sentencepiece vocabularies put a space before a text after each special token."""
        for token in self._control:
            word = self._added[token]
            tokens = self._tokenize(self._special, word + "a")
            if tokens[:1] == [token]:
                return self._joined(tokens[1:]).startswith(b" ")
        return False

    def _tokenize(self, tokenizer: Tokenizer, text: str) -> list[int]:
        tokens: list[int] = tokenizer.encode(_well_formed(text), add_special_tokens=False).ids
        return tokens

    def _joined(self, tokens: Sequence[int]) -> bytes:
        return b"".join(self.pieces[token] for token in tokens)

    def _pieces(self, folder: ModelFolder, spec: Mapping[str, Any]) -> list[bytes]:
        spelling = speller(spec.get("decoder"))
        if not spelling:
            raise unusable(
                folder.path / TOKENIZER,
                "spells its tokens in an unknown way",
                "byte-level and sentencepiece vocabularies are known: use such a model",
            )
        pieces = spelled_pieces(self._plain.get_vocab(with_added_tokens=False), spelling)
        pieces |= {token: word.encode() for token, word in self._added.items()}
        pieces |= dict.fromkeys(self._control, b"")
        return [pieces.get(token, b"") for token in range(max(pieces) + 1)]

    def _declared_ends(self, folder: ModelFolder) -> Iterator[int]:
        for declared in (folder.generation, folder.config):
            given = declared.get("eos_token_id")
            for token in given if isinstance(given, list) else [given]:
                if isinstance(token, int):
                    yield token
        named = self._special.token_to_id(self.eos)
        if named is not None:
            yield named


def _tokenizer(text: str) -> Tokenizer:
    tokenizer = Tokenizer.from_str(text)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _text_of(token: Any) -> str:
    """A token is written as its text, or as an object that holds it."""
    text = token.get("content", "") if isinstance(token, dict) else token
    return text if isinstance(text, str) else ""


def _well_formed(text: str) -> str:
    """Half of a character (a lone surrogate) becomes a question mark."""
    return text.encode("utf-8", errors="replace").decode()
