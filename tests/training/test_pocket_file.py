"""The shipped file: complete, small, licensed, and tokenised the same by llama.cpp."""

import random
from pathlib import Path

import pytest

import npcgen

gguf = pytest.importorskip("gguf")
llama_cpp = pytest.importorskip("llama_cpp")
tokenizers = pytest.importorskip("tokenizers")

MODELS = Path(npcgen.__file__).parent / "data" / "models"
POCKET = MODELS / "pocket.gguf"
TEXTS = (
    "You are Brannoch Vale.\nRole: blacksmith",
    "It's 1,234 silver -- don't laugh!  Two  spaces\n\n\ttabs and \r\n ends ",
    "Zoë naïve Straße ŁÓDŹ résumé",
    "你好。铁匠！🗡️🔥 👩🏽‍🌾 ½ ² ①",
    "مرحبا שלום Привет ᚠᚢᚦ",
    "<b>&amp;</b> {x: [1, 2]} \\n «quoted» … —",
    "",
)


@pytest.fixture(scope="module")
def fields() -> dict[str, object]:
    reader = gguf.GGUFReader(POCKET)
    return {key: field.contents() for key, field in reader.fields.items()}


@pytest.fixture(scope="module")
def model() -> "llama_cpp.Llama":
    return llama_cpp.Llama(str(POCKET), vocab_only=True, verbose=False)


@pytest.fixture(scope="module")
def tokeniser(fields: dict[str, object]) -> "tokenizers.Tokenizer":
    from training.tokeniser import from_lists

    tokens, merges = fields["tokenizer.ggml.tokens"], fields["tokenizer.ggml.merges"]
    assert isinstance(tokens, list)
    assert isinstance(merges, list)
    return from_lists(tokens, merges)


def test_the_metadata_says_what_it_is(fields: dict[str, object]) -> None:
    assert fields["general.name"] == "npcgen pocket"
    assert fields["general.architecture"] == "llama"
    assert fields["general.license"] == "Apache-2.0"
    assert fields["general.author"] == "the npcgen authors"
    assert fields["llama.context_length"] == 1024
    assert "add_generation_prompt" in str(fields["tokenizer.chat_template"])


def test_the_end_of_a_turn_ends_generation(model: "llama_cpp.Llama") -> None:
    end = model.tokenize(b"<|end|>", add_bos=False, special=True)
    vocabulary = llama_cpp.llama_model_get_vocab(model.model)
    assert len(end) == 1
    assert llama_cpp.llama_vocab_is_eog(vocabulary, end[0])


def test_no_token_is_added_at_the_start(model: "llama_cpp.Llama") -> None:
    assert model.tokenize(b"Hello", add_bos=True) == model.tokenize(b"Hello", add_bos=False)


@pytest.mark.parametrize("text", TEXTS)
def test_llama_cpp_gives_the_same_tokens(
    text: str, model: "llama_cpp.Llama", tokeniser: "tokenizers.Tokenizer"
) -> None:
    expected = tokeniser.encode(text).ids
    assert model.tokenize(text.encode(), add_bos=False, special=False) == expected


def test_llama_cpp_gives_the_same_tokens_for_random_text(
    model: "llama_cpp.Llama", tokeniser: "tokenizers.Tokenizer"
) -> None:
    rng = random.Random(3)
    ranges = ((32, 127), (32, 127), (160, 880), (0x4E00, 0x9FFF), (0x1F300, 0x1F64F))
    for _ in range(300):
        text = "".join(chr(rng.randrange(*rng.choice(ranges))) for _ in range(30))
        expected = tokeniser.encode(text).ids
        assert model.tokenize(text.encode(), add_bos=False, special=False) == expected


def test_a_name_has_the_same_tokens_wherever_it_stands(tokeniser: "tokenizers.Tokenizer") -> None:
    alone = tokeniser.encode("Brannoch Vale").ids
    inside = tokeniser.encode("You are Brannoch Vale.").ids
    assert inside[-len(alone) - 1 : -1] == alone


def test_the_file_is_small() -> None:
    assert POCKET.stat().st_size < 24_000_000


def test_the_card_says_what_the_file_is(fields: dict[str, object]) -> None:
    card = " ".join((MODELS / "pocket.md").read_text(encoding="utf-8").split())
    weights = sum(int(tensor.n_elements) for tensor in gguf.GGUFReader(POCKET).tensors)
    layers, context = fields["llama.block_count"], fields["llama.context_length"]
    assert f"A language model of {weights / 1e6:.0f} million weights" in card
    assert f"A Llama of {layers} layers with a context of {context:,} tokens" in card
    assert f"**Licence.** {fields['general.license']}, like npcgen itself." in card


def test_the_card_says_which_sampling_the_file_recommends(fields: dict[str, object]) -> None:
    card = (MODELS / "pocket.md").read_text(encoding="utf-8")
    names = ("temp", "top_p", "penalty_repeat")
    heat, share, repeat = (float(str(fields[f"general.sampling.{name}"])) for name in names)
    said = f"temperature {heat:.2g}, top-p {share:.2g} and a repeat penalty of {repeat:.2g}"
    assert said in card


def test_the_card_says_what_the_model_cannot_do() -> None:
    card = (MODELS / "pocket.md").read_text(encoding="utf-8")
    subjects = [line.split("**")[1] for line in card.splitlines() if line.startswith("- **")]
    assert subjects == [
        "What it is.",
        "How it was made.",
        "What it can do.",
        "What it cannot do.",
        "What it gets wrong.",
        "Sampling.",
        "Licence.",
    ]
