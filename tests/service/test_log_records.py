"""ListLogRecords: what the server logged, for whoever looks on from elsewhere."""

import logging

import pytest

from npcgen import Client
from npcgen.errors import InvalidArgument
from npcgen.service.log_tail import LogTail
from tests.service.conftest import Serve


async def test_calls_are_told_and_nothing_of_what_was_said(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "npcgen")
    server = await serve()
    async with Client(server.grpc) as client:
        talk = await client.start_conversation("brannoch", player="Ada")
        _ = [event async for event in client.chat(talk.id, "The password is swordfish.")]
        found = await client.log_records()

    calls = [each for each in found if each.source == "npcgen.service.calls"]
    assert [each.text.split(" ")[1].rpartition("/")[2] for each in calls[-2:]] == [
        "StartConversation",
        "Chat",
    ]
    assert (calls[-1].level, calls[-1].at_s > 0) == ("INFO", True)
    assert not [each for each in found if "swordfish" in each.text or "Ada" in each.text]


async def test_asking_again_tells_what_is_new_and_is_no_news_itself(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "npcgen")
    server = await serve()
    async with Client(server.grpc) as client:
        _ = [each async for each in client.list_personas()]
        *_, last = await client.log_records()
        assert await client.log_records(last.sequence) == ()
        _ = [each async for each in client.list_worlds()]
        (new,) = await client.log_records(last.sequence)

    assert new.sequence == last.sequence + 1
    assert "ListWorlds" in new.text


async def test_too_many_records_are_refused(serve: Serve) -> None:
    server = await serve()
    async with Client(server.grpc) as client:
        with pytest.raises(InvalidArgument, match="most: is 501; choose 1 to 500"):
            await client.log_records(most=501)


def test_the_oldest_lines_give_way_and_an_exception_is_no_more_than_its_name() -> None:
    tail, logger = LogTail(most=2), logging.getLogger("npcgen.tests.tail")
    tail.listen()
    logger.error("first")
    logger.error("second: %s", "x" * 3_000)
    try:
        raise ValueError("swordfish")
    except ValueError:
        logger.exception("third")
    tail.leave()
    logger.error("nobody listens")

    kept = tail.after(0, 100)
    assert [(each.sequence, each.text[:6], len(each.text)) for each in kept] == [
        (2, "second", 2_000),
        (3, "third ", 18),
    ]
    assert kept[1].text == "third (ValueError)"
    assert tail.after(2, 100) == kept[1:]
