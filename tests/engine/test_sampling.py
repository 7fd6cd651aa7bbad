import gguf
import pytest

from npcgen.engine.base import Sampling
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.sampling import recommended_sampling


def recommended(path, dry=None, **values):
    writer = gguf.GGUFWriter(path, "llama")
    if dry:
        writer.add_float32("npcgen.sampling.dry_multiplier", dry[0])
        writer.add_uint32("npcgen.sampling.dry_allowed_length", dry[1])
    for name, value in values.items():
        getattr(writer, f"add_sampling_{name}")(value)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()
    return recommended_sampling(read_gguf(path))


def test_a_file_that_says_nothing_gets_our_defaults(tmp_path):
    assert recommended(tmp_path / "a.gguf") == Sampling()


def test_what_the_file_says_wins(tmp_path):
    sampling = recommended(tmp_path / "a.gguf", temp=0.25, top_k=20, penalty_repeat=1.5)
    assert sampling == Sampling(temperature=0.25, top_k=20, repeat_penalty=1.5)


@pytest.mark.parametrize("value", [-1.0, 9.0, float("nan")])
def test_a_value_out_of_range_is_left_out(tmp_path, value):
    assert recommended(tmp_path / "a.gguf", temp=value, top_p=0.5) == Sampling(top_p=0.5)


def test_a_file_may_keep_replies_from_repeating_their_own_phrases(tmp_path):
    sampling = recommended(tmp_path / "a.gguf", dry=(0.5, 4))
    assert sampling == Sampling(dry_multiplier=0.5, dry_allowed_length=4)
