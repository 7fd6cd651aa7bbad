"""llama.cpp says what PyTorch says with the shipped weights, token for token."""

from pathlib import Path

import pytest

import npcgen

pytest.importorskip("gguf")
pytest.importorskip("tokenizers")
pytest.importorskip("torch")

from training.beside import agreement

POCKET = Path(npcgen.__file__).parent / "data" / "models" / "pocket.gguf"


@pytest.mark.timeout(600)
def test_the_shipped_file_says_what_its_original_says() -> None:
    """Two likeliest tokens may lie closer together than the last bits of both libraries."""
    found = agreement(POCKET, 6)
    assert found.replies.of == 6
    assert found.tokens.of > 30
    assert found.tokens.value > 0.8
