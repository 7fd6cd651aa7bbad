"""Adapters from a writer's lines: what llama.cpp makes of them, and what training does."""

import ctypes
import io
from argparse import Namespace
from itertools import islice
from pathlib import Path

import pytest

pytest.importorskip("gguf")
pytest.importorskip("llama_cpp")
pytest.importorskip("tokenizers")
pytest.importorskip("torch")

import llama_cpp
import torch
from rich.console import Console

from npcgen.dialogue.persona import Persona
from npcgen.engine.adapters import describe_adapter
from npcgen.engine.base import Message
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.models import bundled_path
from npcgen.errors import (
    AlreadyExists,
    ContextTooSmall,
    InvalidArgument,
    ModelUnusable,
)
from tests.gguf_factory import write_gguf
from training.adapt import adapt, parser, watch
from training.base_model import BaseModel, read_base
from training.export_adapter import Label, export_adapter
from training.fine_tune import FineTuning, Recipe, split
from training.lora import Pair, add_low_rank, pairs_of
from training.own_lines import OwnLine, OwnLines, Voice
from training.own_rows import Said
from training.tokeniser import chat_tokens

ALPHA, RANK = 16.0, 8
MARLA = Persona(id="marla", name="Marla Finch", role="smuggler")
LINES = tuple(OwnLine(npc=f"Tide take me, that is {n} shells, barnacle.") for n in range(20))
OWN = OwnLines(voices=(Voice(persona=MARLA, lines=LINES),))
QUICK = Recipe(steps=6, own_rows=3, rehearsal_rows=1, judge_every=3)
LABEL = Label("Marla", "Swears by the tide.", "npcgen pocket")
ASKED = ("Who are you?", "What do you do?", "Hello.")


@pytest.fixture(scope="module")
def precise(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled model with all weights in float32, written by llama.cpp."""
    path = tmp_path_factory.mktemp("precise") / "precise.gguf"
    wanted = llama_cpp.llama_model_quantize_default_params()
    wanted.ftype, wanted.allow_requantize = llama_cpp.LLAMA_FTYPE_ALL_F32, True
    given = str(bundled_path()).encode(), str(path).encode(), ctypes.byref(wanted)
    assert llama_cpp.llama_model_quantize(*given) == 0
    return path


@pytest.fixture
def base() -> BaseModel:
    return read_base(bundled_path())


def prompts(base: BaseModel) -> list[list[int]]:
    system = Message("system", "You are Marla Finch.\nRole: smuggler")
    asked = [Message("user", f"Ada says: {text}") for text in ASKED]
    return [chat_tokens(base.tokeniser, (system, each)) for each in asked]


def by_llama_cpp(model: Path, base: BaseModel, adapter: Path | None = None) -> list[list[int]]:
    """The sixteen most likely tokens after each prompt, computed in float32 throughout."""
    wide = {"type_k": llama_cpp.GGML_TYPE_F32, "type_v": llama_cpp.GGML_TYPE_F32}
    lora = str(adapter) if adapter else None
    llama = llama_cpp.Llama(
        str(model), n_ctx=256, n_threads=1, verbose=False, lora_path=lora, **wide
    )
    return [list(islice(llama.generate(prompt, temp=0.0), 16)) for prompt in prompts(base)]


def by_pytorch(base: BaseModel) -> list[list[int]]:
    said = []
    for prompt in prompts(base):
        grown = list(prompt)
        for _ in range(16):
            with torch.no_grad():
                grown.append(int(base.model(torch.tensor([grown]))[0, -1].argmax()))
        said.append(grown[len(prompt) :])
    return said


def merged(base: BaseModel, pairs: dict[str, Pair]) -> BaseModel:
    weights = dict(base.model.named_parameters())
    with torch.no_grad():
        for name, pair in pairs.items():
            weights[name].add_(pair.b @ pair.a, alpha=ALPHA / RANK)
    return base


def drawn_pairs(base: BaseModel) -> dict[str, Pair]:
    """Large enough that what is said is something else."""
    torch.manual_seed(3)
    weights = {
        n: w for n, w in base.model.named_parameters() if n.startswith("blocks") and w.ndim == 2
    }
    return {
        name: Pair(torch.randn(RANK, w.shape[1]) * 0.15, torch.randn(w.shape[0], RANK) * 0.15)
        for name, w in weights.items()
    }


def test_llama_cpp_says_what_the_merged_weights_say(
    precise: Path, base: BaseModel, tmp_path: Path
) -> None:
    pairs = drawn_pairs(base)
    export_adapter(pairs, ALPHA, base.model.shape, LABEL, tmp_path / "marla.gguf")
    plain = by_pytorch(base)
    said = by_pytorch(merged(base, pairs))
    assert by_llama_cpp(precise, base) == plain
    assert by_llama_cpp(precise, base, tmp_path / "marla.gguf") == said
    assert all(one != other for one, other in zip(plain, said, strict=True))


def test_an_adapter_that_learned_nothing_changes_nothing(base: BaseModel, tmp_path: Path) -> None:
    add_low_rank(base.model, RANK, ALPHA)
    path = tmp_path / "zero.gguf"
    export_adapter(pairs_of(base.model), ALPHA, base.model.shape, LABEL, path)
    assert by_llama_cpp(bundled_path(), base, path) == by_llama_cpp(bundled_path(), base)


def test_the_file_says_what_it_is(base: BaseModel, tmp_path: Path) -> None:
    path = tmp_path / "marla.gguf"
    export_adapter(drawn_pairs(base), ALPHA, base.model.shape, LABEL, path)
    found = describe_adapter(path, read_gguf(bundled_path()))
    assert (found.name, found.rank, found.description) == ("marla", RANK, "Swears by the tide.")
    assert read_gguf(path).text("general.base_model.0.name") == "npcgen pocket"


def test_a_few_steps_make_held_out_lines_likelier(base: BaseModel) -> None:
    before = {name: weight.clone() for name, weight in base.model.named_parameters()}
    tuning = FineTuning(base, OWN, QUICK)
    judged = [step.loss for step in tuning.run() if step.loss is not None]
    assert tuning.before > judged[0] > judged[1]
    assert (tuning.best.number, tuning.best.loss) == (6, judged[1])
    kept = {name.replace(".base.", "."): w for name, w in base.model.named_parameters()}
    assert all(torch.equal(before[name], kept[name]) for name in before)


def test_the_same_seed_gives_the_same_adapter() -> None:
    learned = []
    for _ in range(2):
        tuning = FineTuning(
            read_base(bundled_path()), OWN, Recipe(steps=1, own_rows=1, rehearsal_rows=0)
        )
        list(tuning.run())
        learned.append(tuning.pairs)
    assert all(torch.equal(learned[0][name].b, learned[1][name].b) for name in learned[0])


def test_no_reply_is_both_trained_on_and_held_out() -> None:
    lines = [Said(MARLA, line) for line in (*LINES, OwnLine(player="Hm?", npc=LINES[0].npc))]
    for seed in range(20):
        training, held_out = split(lines, seed)
        assert (len({s.line.npc for s in held_out}), len(training) + len(held_out)) == (3, 21)
        assert not {s.line.npc for s in training} & {s.line.npc for s in held_out}


class Impatient(io.StringIO):
    """Somebody who presses Ctrl-C at the second judgement."""

    def write(self, text: str) -> int:
        if "step 6" in text:
            raise KeyboardInterrupt
        return super().write(text)


def test_ctrl_c_keeps_the_best_so_far(base: BaseModel) -> None:
    tuning = FineTuning(base, OWN, Recipe(steps=9, own_rows=3, rehearsal_rows=1, judge_every=3))
    watch(tuning, Console(file=Impatient()))
    assert tuning.done == 6
    assert 0 < tuning.best.number <= 6
    assert any(pair.b.any() for pair in tuning.pairs.values())


def options(*given: object) -> Namespace:
    return parser().parse_args([str(each) for each in given])


def lines_file(folder: Path) -> Path:
    path = folder / "lines.yaml"
    lines = "".join(f"      - {line.npc}\n" for line in LINES)
    path.write_text(f"voices:\n  - persona: odrin\n    lines:\n{lines}", encoding="utf-8")
    return path


def test_the_command_writes_an_adapter_that_fits(tmp_path: Path) -> None:
    out = tmp_path / "odrin.gguf"
    adapt(options(lines_file(tmp_path), "--out", out, "--steps", 3, "--rank", 4))
    found = describe_adapter(out, read_gguf(bundled_path()))
    assert (found.rank, found.problem) == (4, "")
    assert found.description == "Speaks as Odrin Pell, from lines of a game's writer."


def test_before_the_first_judgement_there_is_nothing_to_keep(base: BaseModel) -> None:
    tuning = FineTuning(base, OWN, QUICK)
    assert (tuning.best.number, tuning.best.loss) == (0, tuning.before)


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("a b.gguf", (), "--out: a b.gguf is no name that a persona can ask for"),
        ("gruff.bin", (), "--out: gruff.bin is no name"),
        ("none/gruff.gguf", (), "--out: there is no folder"),
        ("gruff.gguf", ("--steps", 0), "--steps: 0 isn't from 1 to"),
        ("gruff.gguf", ("--rehearsal", 1.5), "--rehearsal: 1.5 isn't from 0 to below 1"),
    ],
)
def test_what_cannot_work_is_said_before_minutes_are_spent(
    tmp_path: Path, name: str, more: tuple[object, ...], said: str
) -> None:
    with pytest.raises(InvalidArgument, match=said):
        adapt(options(lines_file(tmp_path), "--out", tmp_path / name, *more))


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "gruff.gguf"
    out.write_bytes(b"mine")
    with pytest.raises(AlreadyExists, match="choose another with --out"):
        adapt(options(lines_file(tmp_path), "--out", out))
    assert out.read_bytes() == b"mine"


def test_another_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable, match=r"tiny\.gguf isn't a pocket model"):
        read_base(write_gguf(tmp_path / "tiny.gguf"))


def test_a_persona_that_fills_the_context_is_refused(base: BaseModel) -> None:
    wordy = MARLA.model_copy(update={"summary": "salt and tide " * 1_000})
    own = OwnLines(voices=(Voice(persona=wordy, lines=LINES),))
    with pytest.raises(ContextTooSmall, match="tokens with the prompt of Marla Finch"):
        FineTuning(base, own, QUICK)
