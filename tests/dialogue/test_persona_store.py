import os
import sys
from pathlib import Path

import pytest

from npcgen.dialogue.persona_store import PersonaStore, WorldStore
from npcgen.errors import (
    AlreadyExists,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    PermissionDenied,
)
from tests.dialogue.cast import MILLER

THIEF = MILLER.model_copy(update={"role": "thief"})
BUNDLED = ["brannoch", "corrin", "halwen", "isolde", "odrin", "tamsin"]


def test_six_personas_of_one_village_are_bundled(tmp_path: Path) -> None:
    personas = PersonaStore(tmp_path).list().items
    assert [persona.id for persona in personas] == BUNDLED
    assert {persona.world for persona in personas} == {"emberlow"}
    assert WorldStore().get("emberlow").name == "Emberlow"


def test_what_was_created_is_there_after_a_restart(tmp_path: Path) -> None:
    PersonaStore(tmp_path / "new").create(MILLER)
    assert PersonaStore(tmp_path / "new").get("ansel") == MILLER


def test_creating_the_same_again_changes_nothing(tmp_path: Path) -> None:
    store = PersonaStore(tmp_path)
    assert store.create(MILLER) == store.create(MILLER)


def test_another_persona_of_that_id_is_refused(tmp_path: Path) -> None:
    store = PersonaStore(tmp_path)
    store.create(MILLER)
    with pytest.raises(AlreadyExists, match="a different persona 'ansel' exists"):
        store.create(MILLER.model_copy(update={"role": "thief"}))


def test_an_update_replaces_the_file_it_came_from(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("id: ansel\nname: Ansel\nrole: miller\n")
    PersonaStore(tmp_path).update(MILLER)
    assert [path.name for path in tmp_path.iterdir()] == ["ansel.json"]
    assert PersonaStore(tmp_path).get("ansel") == MILLER


def test_a_deleted_persona_is_gone_from_disk(tmp_path: Path) -> None:
    store = PersonaStore(tmp_path)
    store.create(MILLER)
    store.delete("ansel")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(NotFound):
        store.get("ansel")


def test_a_bundled_persona_cannot_be_changed(tmp_path: Path) -> None:
    store = PersonaStore(tmp_path)
    for change in (lambda: store.delete("odrin"), lambda: store.update(store.get("odrin"))):
        with pytest.raises(PermissionDenied, match="'odrin' is bundled"):
            change()


def test_an_unknown_persona_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no persona 'branoch'; try brannoch"):
        PersonaStore(tmp_path).get("branoch")


def test_a_broken_file_is_left_out_and_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "bad.yaml").write_text("id: bad\nnam: Bad\nrole: thief\n")
    assert len(PersonaStore(tmp_path).list().items) == 6
    assert "bad.yaml:2: nam: unknown key 'nam'; did you mean 'name'?" in caplog.text


def test_a_file_of_another_id_is_neither_overwritten_nor_deleted(tmp_path: Path) -> None:
    (tmp_path / "ansel.json").write_text('{"id": "odd", "name": "Odd", "role": "smith"}')
    store = PersonaStore(tmp_path)
    store.create(MILLER)
    assert PersonaStore(tmp_path).get("ansel") == MILLER
    assert PersonaStore(tmp_path).get("odd").name == "Odd"
    store.delete("odd")
    assert [path.name for path in tmp_path.iterdir()] == ["ansel-2.json"]


def test_a_broken_file_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "ansel.json").write_text("{")
    PersonaStore(tmp_path).create(MILLER)
    assert (tmp_path / "ansel.json").read_text() == "{"


def test_two_files_of_one_id_are_said_and_deleted_together(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("b.yaml", "a.yaml"):
        (tmp_path / name).write_text(f"id: zed\nname: {name}\nrole: smith\n")
    store = PersonaStore(tmp_path)
    assert store.get("zed").name == "a.yaml"
    a, b = tmp_path / "a.yaml", tmp_path / "b.yaml"
    assert f"persona 'zed' is in {b} and in {a}, which is used" in caplog.text
    store.delete("zed")
    assert list(tmp_path.iterdir()) == []


def test_what_another_server_changed_is_not_overwritten(tmp_path: Path) -> None:
    store, other = PersonaStore(tmp_path), PersonaStore(tmp_path)
    store.create(MILLER)
    other.create(MILLER)
    other.update(THIEF)
    with pytest.raises(FailedPrecondition) as caught:
        store.update(MILLER)
    assert caught.value.reason == "PERSONA_CHANGED"
    assert store.get("ansel") == THIEF
    assert store.update(MILLER) == MILLER


def test_what_another_server_created_is_not_created_again(tmp_path: Path) -> None:
    store = PersonaStore(tmp_path)
    PersonaStore(tmp_path).create(THIEF)
    with pytest.raises(AlreadyExists):
        store.create(MILLER)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = PersonaStore(tmp_path / "file" / "personas")
    with pytest.raises(FailedPrecondition, match=r"can't write in .*personas: .*--data-dir"):
        store.create(MILLER)


def test_a_persona_of_an_unknown_world_is_refused(tmp_path: Path) -> None:
    stray = MILLER.model_copy(update={"world": "emberlo"})
    with pytest.raises(InvalidArgument, match=r"persona\.world: no world 'emberlo'; try emberlow"):
        PersonaStore(tmp_path).create(stray)


def test_a_page_of_long_personas_stays_below_what_a_client_takes(tmp_path: Path) -> None:
    long = MILLER.model_copy(update={"knowledge": ("夜" * 400,) * 64})
    store = PersonaStore(tmp_path)
    for number in range(20):
        store.create(long.model_copy(update={"id": f"a{number}"}))
    page = store.list(page_size=200)
    assert 1 < len(page.items) < 20
    assert page.next_token == page.items[-1].id


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
def test_a_pipe_in_the_folder_holds_nothing_up(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert len(PersonaStore(tmp_path).list().items) == 6
    assert "pipe.yaml: is a pipe or a device" in caplog.text


def test_a_change_after_another_servers_is_refused_once_for_delete_too(tmp_path: Path) -> None:
    store = PersonaStore(tmp_path)
    store.create(MILLER)
    PersonaStore(tmp_path).update(THIEF)
    with pytest.raises(FailedPrecondition, match="another program changed persona 'ansel'"):
        store.delete("ansel")
    store.delete("ansel")
    assert list(tmp_path.iterdir()) == []
