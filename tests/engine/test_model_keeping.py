"""The folder of models: names, locks, what is let in, what goes."""

import subprocess
import sys

import gguf
import pytest

from npcgen.engine.model_keeping import changing, check_model, checked_name, remove
from npcgen.errors import (
    FailedPrecondition,
    InvalidArgument,
    ModelUnusable,
    NotFound,
    PermissionDenied,
)
from tests.gguf_factory import TinyModel, truncate, write_gguf
from tests.lora_factory import write_adapter


@pytest.mark.parametrize("name", ["raven", "Qwen3-0.6B", "a", "x" * 100, "v1.2_final"])
def test_a_name_of_letters_and_digits_will_do(name):
    assert checked_name(name) == name


def test_the_ending_is_no_part_of_the_name():
    assert checked_name("raven.gguf") == "raven"


@pytest.mark.parametrize(
    "name",
    [
        *("", ".", "..", "../raven", "a/b", "a\\b", "/etc/passwd", ".hidden", "-rf", "a b", "ä"),
        *("a\n", "a\x00b", "x" * 101, "CON", "nul.txt", "com1", "raven.", "C:raven", "~", "*"),
    ],
)
def test_any_other_name_is_refused(name):
    with pytest.raises(InvalidArgument) as refused:
        checked_name(name)
    assert refused.value.reason == "BAD_MODEL_NAME"


def test_a_refused_name_gets_a_usable_one_proposed():
    with pytest.raises(InvalidArgument, match="such as 'My-Model-v2'"):
        checked_name("My Model (v2)")


@pytest.mark.parametrize("name", ["pocket", "pocket.gguf"])
def test_the_bundled_models_name_is_taken(name):
    with pytest.raises(InvalidArgument, match="inside the package"):
        checked_name(name)


def test_two_cannot_change_one_model_at_once(tmp_path):
    with changing(tmp_path, "raven"):
        code = f"""
from pathlib import Path
from npcgen.engine.model_keeping import changing
with changing(Path({str(tmp_path)!r}), "crow"):
    pass
with changing(Path({str(tmp_path)!r}), "raven"):
    pass
"""
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "FailedPrecondition: another npcgen is pulling" in done.stderr
    with changing(tmp_path, "raven"):
        pass


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(FailedPrecondition, match="--data-dir") as refused,
        changing(tmp_path / "file" / "models", "raven"),
    ):
        pass
    assert refused.value.reason == "FILE_REFUSED"


def test_a_model_is_let_in(tmp_path):
    file = check_model(write_gguf(tmp_path / "raven.gguf"), "raven.gguf")
    assert file.architecture == "llama"


def test_a_file_that_is_cut_off_is_not(tmp_path):
    path = truncate(write_gguf(tmp_path / "raven.gguf"), 0.5)
    with pytest.raises(ModelUnusable, match=r"^x\.gguf is cut off"):
        check_model(path, "x.gguf")


def test_an_adapter_is_no_model(tmp_path):
    with pytest.raises(ModelUnusable, match="LoRA adapter"):
        check_model(write_adapter(tmp_path / "gruff.gguf"), "gruff.gguf")


def test_one_piece_of_several_is_no_model(tmp_path):
    path = with_header(tmp_path / "x.gguf", "split.count", 3)
    with pytest.raises(ModelUnusable, match="one piece of 3; join them"):
        check_model(path, "x.gguf")


def test_a_header_alone_is_no_model(tmp_path):
    path = with_header(tmp_path / "x.gguf", "split.count", 1)
    with pytest.raises(ModelUnusable, match="holds no model"):
        check_model(path, "x.gguf")


def test_a_chat_template_that_does_not_work_is_told(tmp_path):
    path = write_gguf(tmp_path / "x.gguf", TinyModel(chat_template="{% for %}"))
    with pytest.raises(ModelUnusable, match="chat template"):
        check_model(path, "x.gguf")


def test_remove_takes_the_model_and_what_was_left_of_a_pull(tmp_path):
    write_gguf(tmp_path / "raven.gguf")
    (tmp_path / "crow.gguf.part").write_bytes(b"GGUF")
    (tmp_path / "crow.gguf.part.json").write_text("{}")
    assert (remove(tmp_path, "raven").model, remove(tmp_path, "crow").part) == (True, True)
    assert [path.name for path in tmp_path.iterdir()] == [".locks"]


def test_remove_takes_a_link_and_not_what_it_leads_to(tmp_path):
    path = write_gguf(tmp_path / "raven.gguf")
    models = tmp_path / "models"
    models.mkdir()
    (models / "link.gguf").symlink_to(path)
    remove(models, "link")
    assert path.exists()
    assert not (models / "link.gguf").is_symlink()


def test_remove_takes_a_file_whose_name_we_would_not_give(tmp_path):
    path = write_gguf(tmp_path / "My Model.gguf")
    remove(tmp_path, "My Model")
    assert not path.exists()


@pytest.mark.parametrize("name", ["../raven", "/etc/passwd", "..", ""])
def test_remove_stays_in_its_folder(tmp_path, name):
    path = write_gguf(tmp_path / "raven.gguf")
    models = tmp_path / "models"
    models.mkdir()
    with pytest.raises(InvalidArgument):
        remove(models, name)
    assert path.exists()


def test_remove_leaves_the_bundled_model_and_folders(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "config.json").write_text("{}")
    with pytest.raises(PermissionDenied):
        remove(tmp_path, "pocket")
    with pytest.raises(FailedPrecondition, match="is a folder"):
        remove(tmp_path, "folder")


def test_remove_of_nothing_is_told(tmp_path):
    with pytest.raises(NotFound):
        remove(tmp_path, "raven")
    with pytest.raises(NotFound):
        remove(tmp_path / "nowhere", "raven")


def with_header(path, key: str, value: int):
    """A file with that entry and no weights."""
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_uint32(key, value)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
