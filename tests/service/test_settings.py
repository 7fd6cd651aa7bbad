"""GetSettings: every setting with where it came from, and no secret."""

import json

import pytest

from npcgen.service.settings_shown import shown
from npcgen.settings import Settings, sources
from npcgen.v1 import model_pb2 as pb

PASSWORD = "opensesame"


def told(settings: Settings) -> dict[str, pb.Setting]:
    return {each.name: each for each in shown(settings)}


def test_a_flag_goes_before_the_environment_and_that_before_the_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NPCGEN_MAX_TOKENS", "64")
    monkeypatch.setenv("NPCGEN_SLOTS", "4")
    found = told(Settings(slots=8))

    assert (found["max_tokens"].value, found["max_tokens"].source) == (
        "64",
        pb.SETTING_SOURCE_ENVIRONMENT,
    )
    assert (found["slots"].value, found["slots"].source) == ("8", pb.SETTING_SOURCE_FLAG)
    assert found["threads"].source == pb.SETTING_SOURCE_DEFAULT


def test_a_flag_is_one_where_the_environment_will_not_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NPCGEN_SLOTS", "many")

    assert sources(Settings(slots=8))["slots"] == "flag"


def test_no_secret_is_told() -> None:
    settings = Settings(
        api_keys=(PASSWORD,),
        openai_key=PASSWORD,
        database_url=f"postgresql+pg8000://ada:{PASSWORD}@host/npcs",
        openai_url=f"https://ada:{PASSWORD}@one/v1?token={PASSWORD},https://two/v1",
        model_mirror=f"https://ada:{PASSWORD}@mirror.example/hub#{PASSWORD}",
    )
    found = told(settings)

    assert PASSWORD not in json.dumps([str(each) for each in found.values()])
    assert [name for name, each in found.items() if each.is_secret] == [
        "database_url",
        "api_keys",
        "openai_key",
    ]
    assert found["openai_url"].value == "https://one/v1,https://two/v1"
    assert found["model_mirror"].value == "https://mirror.example/hub"


def test_every_setting_says_what_it_is_in_json_where_it_is_no_text() -> None:
    found = told(Settings(also_load=("a", "b")))

    assert list(found) == list(Settings.model_fields)
    assert json.loads(found["also_load"].value) == ["a", "b"]
    assert found["queue_limit"].description.startswith("Replies that may wait for a slot")
