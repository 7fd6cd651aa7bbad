"""GGUF headers: honest, cut off, damaged and hostile ones."""

import contextlib
import random
import struct
import time

import pytest

from npcgen.engine.gguf_file import ArrayValue, read_gguf
from npcgen.errors import ModelUnusable
from tests.gguf_factory import TinyModel, header_size, truncate, write_gguf


def string(text):
    return struct.pack("<Q", len(text)) + text.encode()


def header(*, version=3, tensors=0, entries=0, body=b""):
    return b"GGUF" + struct.pack("<IQQ", version, tensors, entries) + body


def test_an_honest_file_is_read_in_full(tiny_gguf):
    file = read_gguf(tiny_gguf)
    assert (file.architecture, file.quantisation, file.context_tokens) == ("llama", "F16", 512)
    assert (file.parameters, len(file.tensors), file.version) == (122048, 21, 3)
    assert file.size_bytes == tiny_gguf.stat().st_size
    assert file.text("general.license") == "apache-2.0"
    assert file.metadata["tokenizer.ggml.tokens"] == ArrayValue(type=8, length=375)
    assert file.chat_template.startswith("{% for m in messages %}")


def test_a_short_list_of_texts_is_read_and_a_long_one_is_counted(tmp_path):
    file = read_gguf(write_gguf(tmp_path / "j.gguf", TinyModel(jobs=("level", "quest"))))
    assert file.texts("npcgen.jobs") == ("level", "quest")
    assert file.texts("tokenizer.ggml.tokens") == ()
    assert file.texts("general.name") == ()


def test_quantised_tensors_have_their_size(tmp_path):
    file = read_gguf(write_gguf(tmp_path / "q.gguf", TinyModel(quantisation="Q8_0")))
    sizes = {tensor.name: tensor.size_bytes for tensor in file.tensors}
    assert file.quantisation == "Q8_0"
    assert sizes["blk.0.attn_q.weight"] == 64 * 64 // 32 * 34


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is not a GGUF file"),
        (b"GG", "is not a GGUF file"),
        (b"PK\x03\x04 a zip", "is not a GGUF file"),
        (b"GGUF", "ends inside its header"),
        (header(version=1), "version 1"),
        (header(version=3 << 24), "version 50331648"),
        (header(tensors=2**63), "claims 9223372036854775808 tensors"),
        (header(entries=2**40), "claims 1099511627776 metadata entries"),
        (header(entries=1), "ends inside its header"),
        (header(entries=1, body=struct.pack("<Q", 2**60)), "claims a text of"),
        (header(entries=1, body=string("a") + struct.pack("<I", 99)), "unknown type 99"),
        (
            header(entries=1, body=string("a") + struct.pack("<IIQ", 9, 8, 2**50)),
            "claims an array of 1125899906842624 texts",
        ),
        (
            header(entries=1, body=string("a") + struct.pack("<IIQ", 9, 4, 2**61)),
            "ends inside its header",
        ),
        (header(entries=1, body=string("a") + struct.pack("<IIQ", 9, 9, 1)), "array of unknown"),
        (header(tensors=1, body=string("t") + struct.pack("<I", 1000)), "1000 dimensions"),
        (
            header(tensors=1, body=string("t") + struct.pack("<IQIQ", 1, 2**62, 0, 0)),
            "is cut off",
        ),
        (header(tensors=1, body=string("t") + struct.pack("<IQIQ", 1, 0, 0, 0)), "no elements"),
    ],
)
def test_a_bad_header_is_refused_with_the_reason(tmp_path, content, says):
    path = tmp_path / "bad.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelUnusable) as refused:
        read_gguf(path)
    assert refused.value.message.startswith("bad.gguf ")
    assert says in refused.value.message


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ModelUnusable, match=r"gone\.gguf does not exist; check the path"):
        read_gguf(tmp_path / "gone.gguf")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(ModelUnusable, match="can't be read"):
        read_gguf(tmp_path)


@pytest.mark.parametrize("keep", [0.001, 0.01, 0.03, 0.5, 0.9, 0.9999])
def test_a_file_that_was_cut_off_is_refused(tmp_path, keep):
    path = truncate(write_gguf(tmp_path / "cut.gguf"), keep)
    with pytest.raises(ModelUnusable, match=r"cut off|ends inside"):
        read_gguf(path)


def test_500_damaged_headers_are_read_or_refused_quickly(tmp_path):
    rng = random.Random(3)
    path = write_gguf(tmp_path / "fuzz.gguf")
    honest, header_bytes = path.read_bytes(), header_size(path)
    slowest = 0.0
    for _ in range(500):
        data = bytearray(honest)
        for _ in range(rng.randint(1, 8)):
            data[rng.randrange(4, header_bytes)] = rng.randrange(256)
        path.write_bytes(data)
        began = time.process_time()
        with contextlib.suppress(ModelUnusable):
            read_gguf(path)
        slowest = max(slowest, time.process_time() - began)
    assert slowest < 1
