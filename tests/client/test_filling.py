"""What can't travel is told by its field, before anything is sent."""

from collections.abc import Callable

import pytest

from npcgen.client import ReplyOptions, SyncClient
from npcgen.errors import ConfigError, FailedPrecondition, InvalidArgument

HALF = "a\udcff"


def problem(**options: object) -> str:
    chosen: ReplyOptions = options  # type: ignore[assignment]
    with SyncClient("127.0.0.1:1") as client, pytest.raises(InvalidArgument) as caught:
        list(client.chat("c-1", "Hello.", **chosen))
    (violation,) = caught.value.violations
    return f"{violation.path}: {violation.description}"


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"seed": -1}, "sampling.seed: is -1, which won't do: Value out of range: -1"),
        ({"max_tokens": -1}, "limits.max_tokens: is -1, which won't do: Value out of range: -1"),
        ({"timeout_s": -1}, "timeout_s: is -1; choose up to 600"),
        ({"timeout_s": float("nan")}, "timeout_s: is nan; choose up to 600"),
        ({"scene": HALF}, "scene: holds U+DCFF, which is half a character; send whole ones"),
    ],
)
def test_an_option_that_will_not_do_is_named(options: dict[str, object], text: str) -> None:
    assert problem(**options) == text


@pytest.mark.parametrize("field", ["text", "persona_id", "player.name", "id", "max_tokens_per_s"])
def test_every_verb_names_the_field(field: str) -> None:
    with SyncClient("127.0.0.1:1") as client:
        verbs: dict[str, Callable[[], object]] = {
            "text": lambda: list(client.chat("c-1", HALF)),
            "persona_id": lambda: client.start_conversation(HALF),
            "player.name": lambda: client.start_conversation("brannoch", player=HALF),
            "id": lambda: client.get_persona(HALF),
            "max_tokens_per_s": lambda: client.set_pace(max_tokens_per_s="fast"),  # type: ignore[arg-type]
        }
        with pytest.raises(InvalidArgument) as caught:
            verbs[field]()
    assert caught.value.violations[0].path.endswith(field)


def test_a_key_that_no_header_carries_is_refused_and_not_shown() -> None:
    with pytest.raises(ConfigError, match="the API key holds a character") as caught:
        SyncClient("127.0.0.1:1", api_key="sesame\n")
    assert "sesame" not in caught.value.message


def test_a_closed_client_says_so() -> None:
    client = SyncClient("127.0.0.1:1")
    client.close()
    for verb in (client.server_info, lambda: list(client.chat("c-1", "Hello."))):
        with pytest.raises(FailedPrecondition, match="this client is closed"):
            verb()
