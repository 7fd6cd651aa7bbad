"""A byte-level BPE whose tokens stay the same wherever a name stands.

At run time the text is cut as llama.cpp's "smollm" does: every digit alone, a space joined to the
word after it. NOTE: the merges are learned from text whose spaces before capitals stand alone, so
no merge joins a space with a capital, and "Ada" has the same tokens after a line break, after
"You are" and at the start of a reply. What is to be copied then always looks like its source.
"""

from collections.abc import Iterable, Iterator, Sequence

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from npcgen.engine.base import Message
from training.corpus.dialogue import draw_dialogue, generator
from training.corpus.jobs.draw import DRAWN_BY, draw_job

SYSTEM, USER, ASSISTANT, END = "<|system|>", "<|user|>", "<|assistant|>", "<|end|>"
SPECIALS = (END, SYSTEM, USER, ASSISTANT)
"""In the order of their ids, from 0."""
CHAT_TEMPLATE = (
    "{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] }}<|end|>"
    "{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}"
)


DIGITS = pre_tokenizers.Digits(individual_digits=True)
WORDS = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
LONE_SPACE = pre_tokenizers.Split(Regex(r" (?=\p{Lu})"), "isolated")


def train_tokeniser(seed: int, samples: int, vocabulary: int) -> Tokenizer:
    """A tokeniser of exactly `vocabulary` tokens, learned from the first samples of the corpus."""
    tokeniser = Tokenizer(models.BPE())
    tokeniser.pre_tokenizer = pre_tokenizers.Sequence([LONE_SPACE, DIGITS, WORDS])
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=[AddedToken(text, special=True) for text in SPECIALS],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokeniser.train_from_iterator(texts(seed, samples), trainer)
    return as_served(tokeniser)


def from_lists(tokens: Sequence[str], merges: Sequence[str]) -> Tokenizer:
    """The tokeniser that a GGUF holds: its tokens in the order of their ids, its merges."""
    vocabulary = {token: index for index, token in enumerate(tokens)}
    pairs = [(left, right) for left, right in (merge.split(" ") for merge in merges)]
    return as_served(Tokenizer(models.BPE(vocabulary, pairs)))


def as_served(tokeniser: Tokenizer) -> Tokenizer:
    """`tokeniser` cutting text as llama.cpp does."""
    tokeniser.pre_tokenizer = pre_tokenizers.Sequence([DIGITS, WORDS])
    tokeniser.decoder = decoders.ByteLevel()
    return tokeniser


def texts(seed: int, samples: int) -> Iterator[str]:
    """Of `samples`, two in three are talk and the others jobs."""
    jobs = list(DRAWN_BY)
    for index in range(samples):
        rng = generator(seed, "tokeniser", index)
        if index % 3:
            for message in draw_dialogue(rng, 8).messages():
                yield message.content
        else:
            sample = draw_job(jobs[index // 3 % len(jobs)], rng)
            yield from (message.content for message in sample.messages)
            yield sample.answer


def chat_tokens(tokeniser: Tokenizer, messages: Iterable[Message]) -> list[int]:
    """The tokens of a prompt, the opening of the assistant's reply included."""
    tokens: list[int] = []
    for message in messages:
        tokens += message_tokens(tokeniser, message)
    return [*tokens, SPECIALS.index(ASSISTANT)]


def message_tokens(tokeniser: Tokenizer, message: Message) -> list[int]:
    opening = SPECIALS.index(f"<|{message.role}|>")
    return [opening, *text_tokens(tokeniser, message.content), SPECIALS.index(END)]


def text_tokens(tokeniser: Tokenizer, text: str) -> list[int]:
    """The tokens of plain text; a special token's spelling in it stays plain text."""
    ids: Sequence[int] = tokeniser.encode(text, add_special_tokens=False).ids
    return list(ids)
