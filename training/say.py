"""What rows of training hold: what is read, what is said, and what each token counts."""

import re
from collections.abc import Iterator, Sequence

from tokenizers import Tokenizer

from npcgen.engine.base import Message
from training.drills import Row
from training.tokeniser import ASSISTANT, END, SPECIALS, message_tokens

PROMPT_WEIGHT = 0.05
"""What a token of the prompt counts, against 1 for a token of a reply."""
COPIED_WEIGHT, ANSWER_WEIGHT = 4.0, 2.0
"""What a token counts that a reply copies from its prompt, and one of a job's answer.

The other tokens of a reply are one manner of many to say it: mostly chance, and noise.
"""


def read(row: Row, tokeniser: Tokenizer, message: Message) -> None:
    """Adds what the model only reads."""
    tokens = message_tokens(tokeniser, message)
    row.tokens.extend(tokens)
    row.weights.extend([PROMPT_WEIGHT] * len(tokens))


def say(
    row: Row, tokeniser: Tokenizer, reply: str, weight: float = 1.0, copied: Sequence[str] = ()
) -> None:
    """Adds what the model is to say, after the mark that its turn has come.

    What is `copied` counts COPIED_WEIGHT, the rest `weight`.
    """
    spans = [span for text in copied for span in found(text, reply)]
    encoded = tokeniser.encode(reply, add_special_tokens=False)
    row.tokens.extend([SPECIALS.index(ASSISTANT), *encoded.ids, SPECIALS.index(END)])
    row.weights.append(PROMPT_WEIGHT)
    for start, stop in encoded.offsets:
        is_copied = any(start < last and first < stop for first, last in spans)
        row.weights.append(COPIED_WEIGHT if is_copied else weight)
    row.weights.append(weight)


def found(text: str, within: str) -> Iterator[tuple[int, int]]:
    """Where `text` stands, whatever its capitals."""
    for match in re.finditer(re.escape(text), within, re.IGNORECASE):
        yield match.span()
