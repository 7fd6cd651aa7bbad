from pathlib import Path

import pytest

from npcgen.dialogue.persona_store import PersonaStore, WorldStore
from npcgen.errors import AlreadyExists, NotFound, PermissionDenied
from tests.dialogue.cast import MILLER

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
