"""Imports of files of one's own."""

import hashlib
import os

import pytest

from npcgen.engine.model_import import import_model
from npcgen.engine.models import list_models
from npcgen.errors import AlreadyExists, FailedPrecondition, InvalidArgument, ModelUnusable
from tests.gguf_factory import truncate, write_gguf
from tests.small_disk import mounted


class Unwatched:
    def begins(self, done: int, total: int) -> None: ...
    def receives(self, count: int) -> None: ...
    def says(self, text: str) -> None: ...
    def waits(self, pause_s: float) -> None: ...


WATCH = Unwatched()


@pytest.fixture
def source(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    return write_gguf(tmp_path / "elsewhere" / "raven.gguf")


@pytest.fixture
def models(tmp_path):
    return tmp_path / "data" / "models"


def test_a_file_is_copied(source, models):
    done = import_model(source, models, "crow", WATCH)
    assert done.path.read_bytes() == source.read_bytes()
    assert done.sha256 == hashlib.sha256(source.read_bytes()).hexdigest()
    assert (done.path, done.file.architecture) == (models / "crow.gguf", "llama")
    assert not done.path.is_symlink()


def test_a_link_leaves_it_where_it_is(source, models, monkeypatch):
    monkeypatch.chdir(source.parent)
    done = import_model(source.relative_to(source.parent), models, "crow", WATCH, link=True)
    assert os.readlink(done.path) == str(source)
    assert [model.name for model in list_models(models)] == ["crow", "pocket"]


def test_a_name_that_is_taken_is_refused(source, models):
    import_model(source, models, "crow", WATCH)
    with pytest.raises(AlreadyExists, match="models remove crow"):
        import_model(source, models, "crow", WATCH)


def test_a_name_that_a_dead_link_has_is_taken(source, models):
    import_model(source, models, "crow", WATCH, link=True)
    source.rename(source.with_name("moved.gguf"))
    with pytest.raises(AlreadyExists):
        import_model(source.with_name("moved.gguf"), models, "crow", WATCH)


def test_a_damaged_file_leaves_nothing_behind(source, models):
    truncate(source, 0.9)
    with pytest.raises(ModelUnusable, match=r"raven\.gguf is cut off"):
        import_model(source, models, "crow", WATCH)
    assert not models.exists()


def test_a_file_that_grows_meanwhile_is_refused(source, models):
    class Writer(Unwatched):
        def receives(self, count: int) -> None:
            with source.open("ab") as file:
                file.write(b"more")

    with pytest.raises(ModelUnusable, match="changed meanwhile"):
        import_model(source, models, "crow", Writer())
    assert [path.name for path in models.iterdir()] == [".locks"]


def test_a_killed_import_is_no_obstacle(source, models):
    models.mkdir(parents=True)
    (models / ".crow.gguf.import").write_bytes(b"half")
    import_model(source, models, "crow", WATCH)
    assert sorted(path.name for path in models.iterdir()) == [".locks", "crow.gguf"]


def test_a_pipe_is_not_waited_for(tmp_path, models):
    os.mkfifo(tmp_path / "pipe.gguf")
    with pytest.raises(InvalidArgument, match="no ordinary file"):
        import_model(tmp_path / "pipe.gguf", models, "crow", WATCH)


@pytest.mark.parametrize("path", ["nothing.gguf", "/dev/zero", ".", "\0"])
def test_what_is_no_file_is_told(tmp_path, models, path):
    with pytest.raises(InvalidArgument):
        import_model(tmp_path / path, models, "crow", WATCH)


def test_a_model_folder_is_told_what_to_do(tmp_path, models):
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(InvalidArgument, match="--backend transformers"):
        import_model(tmp_path, models, "crow", WATCH)


def test_a_file_that_is_there_already_is_told(source, models):
    models.mkdir(parents=True)
    inside = source.rename(models / "raven.gguf")
    with pytest.raises(InvalidArgument, match="use it as raven"):
        import_model(inside, models, "crow", WATCH)


def test_a_disk_without_room_is_told(source, tmp_path):
    with mounted(tmp_path, "4m") as disk, pytest.raises(FailedPrecondition) as full:
        import_model(source, disk / "models", "crow", WATCH)
    assert full.value.reason == "DISK_FULL"
