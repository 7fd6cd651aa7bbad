import pytest

from npcgen.dialogue.paging import page_of
from npcgen.errors import InvalidArgument

ITEMS = {key: key.upper() for key in "abcde"}


def test_pages_cover_everything_once() -> None:
    seen: list[str] = []
    token = ""
    while True:
        page = page_of(ITEMS, 2, token)
        seen += page.items
        token = page.next_token
        if not token:
            break
    assert seen == list("ABCDE")


def test_nothing_is_one_empty_page() -> None:
    assert page_of({}, 0, "").items == ()


@pytest.mark.parametrize(("size", "token"), [(201, ""), (-1, ""), (2, "zzz")])
def test_a_bad_page_is_refused(size: int, token: str) -> None:
    with pytest.raises(InvalidArgument):
        page_of(ITEMS, size, token)
