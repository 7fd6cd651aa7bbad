"""The exam is what its maker makes. Remake it with `python -m training.exam` after new material."""

from itertools import islice

import pytest

from npcgen.evaluation.exam import SECTIONS, Section, read_section
from training.exam.make import MAKERS, SEED, packed


@pytest.mark.parametrize("section", SECTIONS)
def test_the_shipped_questions_are_made_again(section: Section) -> None:
    count = None if section == "spec" else 3  # Of its three jobs each has a maker of its own.
    made = list(islice(MAKERS[section](SEED), count))
    assert made == read_section(section)[: len(made)]


def test_the_same_questions_are_the_same_bytes() -> None:
    made = list(islice(MAKERS["style"](SEED), 3))
    assert packed(made) == packed(list(islice(MAKERS["style"](SEED), 3)))
