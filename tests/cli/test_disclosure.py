"""`npcgen disclosure`."""

import json

import pytest

from npcgen.dialogue.guardrails.rules import bundled_rules
from npcgen.disclosure import CAUGHT
from tests.cli.conftest import Invoke
from tests.conftest import Golden


def test_the_texts_of_a_bare_server(golden: Golden, invoke: Invoke) -> None:
    golden.check("disclosure/local.txt", invoke("disclosure").stdout)


def test_the_texts_of_a_server_that_asks_another(
    golden: Golden, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NPCGEN_OPENAI_URL", "https://models.example.com/v1")
    monkeypatch.setenv("NPCGEN_OPENAI_MODEL", "raven-8b")
    monkeypatch.setenv("NPCGEN_TIER", "mature")
    monkeypatch.setenv("NPCGEN_AUDIT", "false")

    golden.check("disclosure/remote.txt", invoke("disclosure", "--backend", "openai").stdout)


def test_a_server_in_the_same_house_needs_no_consent(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NPCGEN_OPENAI_URL", "http://192.168.1.9:8000/v1")

    page = invoke("disclosure", "--backend", "openai", "--json").stdout

    assert json.loads(page)["facts"]["is_remote"] is False
    assert "Apple" not in page


def test_scripts_get_the_facts(invoke: Invoke) -> None:
    facts = json.loads(invoke("disclosure", "--json").stdout)["facts"]

    assert (facts["model"], facts["tier"]) == ("pocket", "teen")
    assert facts["rules"] == sum("teen" in rule.actions for rule in bundled_rules().rules)


def test_every_category_of_a_rule_has_words_for_readers() -> None:
    assert {rule.category for rule in bundled_rules().rules} <= set(CAUGHT)
