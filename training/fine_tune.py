"""Trains low-rank matrices beside a frozen pocket model, until held-out lines say stop.

Each step reads rows of the writer's lines and rows of the project's own corpus, so that what the
model could do before isn't forgotten.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from npcgen.errors import ContextTooSmall
from training.about_rows import about_row
from training.base_model import BaseModel
from training.corpus.dialogue import generator
from training.drills import Row
from training.lora import add_low_rank, low_rank_layers, pairs_of
from training.own_batch import batch_of
from training.own_lines import OwnLines
from training.own_rows import Said, bare_row, fewest_tokens, own_row
from training.rows import Batch, Mixture, draw_row
from training.train import loss_of

HELD_OUT, FEWEST_HELD_OUT = 1 / 8, 3
"""Of the lines: what is never trained on."""
REHEARSAL = Mixture(length=384, drills=0.0, jobs=0.1)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an adapter is trained."""

    steps: int = 800
    rank: int = 8
    alpha: float = 16.0
    rate: float = 1e-3
    """The learning rate at full height."""
    own_rows: int = 4
    rehearsal_rows: int = 1
    rehearsal: float = 0.4
    """What the rehearsed replies count, of 1 for all replies of a step."""
    judge_every: int = 40
    patience: int = 4
    """How many judgements in a row may be worse than the best one before it stops."""
    warm_up: int = 10
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Step:
    """One step that is done."""

    number: int
    loss: float | None = None
    """What a token of the held-out lines costs on average, in nats; None where nobody looked."""


class FineTuning:
    """One run. `best` and `pairs` are always what to keep."""

    def __init__(self, base: BaseModel, own: OwnLines, recipe: Recipe) -> None:
        """Puts low-rank matrices into the base's model. Raises ContextTooSmall, InvalidArgument."""
        self.model, self.tokeniser, self.recipe = base.model, base.tokeniser, recipe
        lines = [Said(voice.persona, line) for voice in own.voices for line in voice.lines]
        check_fit(base, lines)
        self.training, self.held_out = split(lines, recipe.seed)
        torch.manual_seed(recipe.seed)
        add_low_rank(self.model, recipe.rank, recipe.alpha)
        self._judged = batch_of(list(map(self._judged_row, range(len(self.held_out)))), [], 0.0)
        self.before = self._judge()
        self.best, self.pairs = Step(0, self.before), pairs_of(self.model)
        self.done = 0

    def run(self) -> Iterator[Step]:
        """Trains, a step at a time, until the last one or until nothing has got better for long."""
        recipe, worse = self.recipe, 0
        weights = [w for _, layer in low_rank_layers(self.model) for w in (layer.a, layer.b)]
        optimiser = torch.optim.AdamW(weights, lr=recipe.rate, weight_decay=0.01)
        slope = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: height(recipe, step))
        for number in range(1, recipe.steps + 1):
            self._loss(self._draw(number)).backward()
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
            optimiser.zero_grad()
            slope.step()
            self.done = number
            if number % recipe.judge_every and number < recipe.steps:
                yield Step(number)
                continue
            worse = 0 if self._is_best(number, loss := self._judge()) else worse + 1
            yield Step(number, loss)
            if worse == recipe.patience:
                return

    def _is_best(self, number: int, loss: float) -> bool:
        """Whether it is the best one so far, which is kept."""
        if self.best.loss is not None and loss >= self.best.loss:
            return False
        self.best, self.pairs = Step(number, loss), pairs_of(self.model)
        return True

    def _draw(self, number: int) -> Batch:
        seed, recipe = self.recipe.seed, self.recipe
        rng = generator(seed, "own", number)
        own = [self._own_row(rng) for _ in range(recipe.own_rows)]
        rehearsed = [
            draw_row(generator(seed, f"rehearsal/{number}", index), self.tokeniser, REHEARSAL)
            for index in range(recipe.rehearsal_rows)
        ]
        return batch_of(own, rehearsed, recipe.rehearsal)

    def _own_row(self, rng: random.Random) -> Row:
        said = rng.choice(self.training)
        if said.line.about:
            return about_row(rng, self.tokeniser, said)
        return own_row(rng, self.tokeniser, said, self.training, REHEARSAL.length)

    def _judged_row(self, index: int) -> Row:
        rng, said = generator(self.recipe.seed, "judged", index), self.held_out[index]
        return (about_row if said.line.about else bare_row)(rng, self.tokeniser, said)

    def _judge(self) -> float:
        with torch.no_grad():
            return float(self._loss(self._judged))

    def _loss(self, batch: Batch) -> Tensor:
        """NOTE: bfloat16 takes a third of the time where the processor has it, else far longer."""
        with torch.autocast("cpu", torch.bfloat16, enabled=has_bfloat16()):
            return loss_of(self.model, batch)


def has_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 itself; an older torch can't tell."""
    found: dict[str, object] = getattr(torch.cpu, "get_capabilities", dict)()
    return any(found.get(name) is True for name in ("avx512_bf16", "amx_bf16", "bf16"))


def height(recipe: Recipe, step: int) -> float:
    """The rate's height (0..1) at `step` (from 0): up at once, then slowly down."""
    return min((step + 1) / recipe.warm_up, 1 - 0.9 * step / recipe.steps)


def split(lines: Sequence[Said], seed: int) -> tuple[list[Said], list[Said]]:
    """Those to train on and those held out. A reply is never in both."""
    replies = sorted({said.line.npc for said in lines})
    count = max(FEWEST_HELD_OUT, round(HELD_OUT * len(replies)))
    kept = set(generator(seed, "held out", 0).sample(replies, min(count, len(replies) - 1)))
    training = [said for said in lines if said.line.npc not in kept]
    return training, [said for said in lines if said.line.npc in kept]


def check_fit(base: BaseModel, lines: Sequence[Said]) -> None:
    """Raises ContextTooSmall for a line that the model can't read with its persona's prompt."""
    context = base.model.shape.context
    for said in lines:
        if (tokens := fewest_tokens(base.tokeniser, said)) > context:
            raise ContextTooSmall(
                f"'{said.line.npc[:40]}' needs {tokens} tokens with the prompt of "
                f"{said.persona.name}, and {base.file.path.name} reads {context}; "
                "shorten the persona"
            )
