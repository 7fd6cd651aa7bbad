import pytest

from npcgen.dialogue.paging import MAX_PAGE_WEIGHT, page_by_key, page_of
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


def test_an_item_deleted_between_two_pages_loses_no_other() -> None:
    token = page_of(ITEMS, 2, "").next_token
    fewer = {key: ITEMS[key] for key in "acde"}
    assert page_of(fewer, 0, token).items == ("C", "D", "E")


def test_a_page_by_key_goes_on_after_a_key_that_is_gone() -> None:
    items = {key: ITEMS[key] for key in "ecad"}
    assert page_by_key(items, 2, "").items == ("A", "C")
    assert page_by_key(items, 2, "b").items == ("C", "D")


def test_a_heavy_page_ends_early_but_never_empty() -> None:
    page = page_of(ITEMS, 0, "", weigh=lambda item: MAX_PAGE_WEIGHT // 2)
    assert (page.items, page.next_token) == (("A", "B"), "1:b")
    assert page_of(ITEMS, 0, "", weigh=lambda item: 2 * MAX_PAGE_WEIGHT).items == ("A",)
