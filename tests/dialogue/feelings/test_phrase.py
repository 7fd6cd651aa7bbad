import pytest

from npcgen.dialogue.feelings.axes import Emotion, Feeling, Relationship
from npcgen.dialogue.feelings.phrase import phrase_of


@pytest.mark.parametrize(
    ("relationship", "emotion", "words"),
    [
        (Relationship(), Emotion(), ""),
        (Relationship(trust=0.24, fear=-0.24), Emotion("happy", 0.2), ""),
        (Relationship(trust=0.25), Emotion(), "trustful of Ada"),
        (Relationship(trust=-0.3), Emotion(), "wary of Ada; speaks guardedly"),
        (
            Relationship(affection=0.7),
            Emotion("happy", 0.8),
            "fond of Ada; very happy; speaks warmly",
        ),
        (
            Relationship(fear=0.6),
            Emotion("afraid", 0.3),
            "afraid of Ada; a little afraid; speaks nervously",
        ),
        (
            Relationship(trust=-0.7, respect=-0.3, affection=-0.3),
            Emotion("angry", 0.6),
            "sure not to trust, unimpressed by and cool towards Ada; angry; speaks curtly",
        ),
    ],
)
def test_feelings_as_words(relationship: Relationship, emotion: Emotion, words: str) -> None:
    assert phrase_of(Feeling(relationship, emotion), "Ada") == words


def test_small_changes_leave_the_words_as_they_are() -> None:
    phrases = {
        phrase_of(Feeling(Relationship(trust=trust / 100, affection=0.4)), "Ada")
        for trust in range(26, 60)
    }
    assert len(phrases) == 1


def test_no_more_than_three_axes_are_named_the_strongest() -> None:
    all_of_them = Relationship(trust=0.3, respect=0.9, familiarity=0.9, affection=0.9, fear=0.3)
    assert phrase_of(Feeling(all_of_them), "Ada").startswith(
        "in awe of, well acquainted with and fond of Ada"
    )
