from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.slots import default_slots, kv_bytes_per_token

GIB = 2**30


def test_a_token_of_context_takes_what_the_shape_says(tiny_gguf):
    layers, kv_heads, head, values, width = 2, 2, 16, 2, 2
    assert kv_bytes_per_token(read_gguf(tiny_gguf)) == layers * kv_heads * head * values * width


def test_slots_fill_a_quarter_of_the_memory_and_are_bounded(tiny_gguf):
    file = read_gguf(tiny_gguf)
    per_slot = kv_bytes_per_token(file) * 512
    assert default_slots(file, 512, 4 * 3 * per_slot) == 3
    assert default_slots(file, 512, 0) == 1
    assert default_slots(file, 512, 64 * GIB) == 16
