"""The pocket model: a small Llama in PyTorch, laid out as llama.cpp reads it.

The first channels of a head turn with position: channel `i` pairs with channel `i + turning`. The
export brings the pairs side by side. The embedding is tied to the output.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.attention import causal_attention


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a model."""

    vocabulary: int
    width: int
    layers: int
    heads: int
    hidden: int
    context: int
    turning: int
    """How many of a head's channel pairs turn with position; the others match content only."""
    slowest: float = 0.004
    """Radians a token of the slowest turning pair; the fastest turns by 1."""
    norm_epsilon: float = 1e-5

    @property
    def head_width(self) -> int:
        return self.width // self.heads


class Norm(nn.Module):  # type: ignore[misc]
    """Root mean square norm, computed in float32."""

    def __init__(self, width: int, epsilon: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        wide = x.float()
        scale = torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + self.epsilon)
        return (wide * scale).to(x.dtype) * self.weight


class Attention(nn.Module):  # type: ignore[misc]
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads, self.head_width = shape.heads, shape.head_width
        self.query = nn.Linear(shape.width, shape.width, bias=False)
        self.key = nn.Linear(shape.width, shape.width, bias=False)
        self.value = nn.Linear(shape.width, shape.width, bias=False)
        self.output = nn.Linear(shape.width, shape.width, bias=False)

    def forward(self, x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
        rows, length, width = x.shape
        split = (rows, length, self.heads, self.head_width)
        query = rotate(self.query(x).view(split), cosine, sine).transpose(1, 2)
        key = rotate(self.key(x).view(split), cosine, sine).transpose(1, 2)
        value = self.value(x).view(split).transpose(1, 2)
        mixed = causal_attention(query, key, value)
        merged: Tensor = self.output(mixed.transpose(1, 2).reshape(rows, length, width))
        return merged


class FeedForward(nn.Module):  # type: ignore[misc]
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.gate = nn.Linear(shape.width, shape.hidden, bias=False)
        self.up = nn.Linear(shape.width, shape.hidden, bias=False)
        self.down = nn.Linear(shape.hidden, shape.width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.down(functional.silu(self.gate(x)) * self.up(x))
        return out


class Block(nn.Module):  # type: ignore[misc]
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.attention_norm = Norm(shape.width, shape.norm_epsilon)
        self.attention = Attention(shape)
        self.feed_norm = Norm(shape.width, shape.norm_epsilon)
        self.feed = FeedForward(shape)

    def forward(self, x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
        x = x + self.attention(self.attention_norm(x), cosine, sine)
        out: Tensor = x + self.feed(self.feed_norm(x))
        return out


class PocketModel(nn.Module):  # type: ignore[misc]
    """Token ids (rows, length) -> logits (rows, length, vocabulary)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.norm = Norm(shape.width, shape.norm_epsilon)
        cosine, sine = rotations(shape)
        self.register_buffer("cosine", cosine, persistent=False)
        self.register_buffer("sine", sine, persistent=False)
        self.initialise()

    def initialise(self, alike: float = 0.5, copying: float = 0.1) -> None:
        """Small normal weights, with attention that already leans to copying.

        Queries resemble keys, so that like finds like, and what is written back resembles what
        was read. Source: Trockman and Kolter, "Mimetic initialization of self-attention", 2023.
        NOTE: the embedding starts at 1, as large as what the blocks add to it, or Muon's first
        steps would bury which token stands where; the last norm starts small in return.
        """
        nn.init.normal_(self.embedding.weight)
        nn.init.constant_(self.norm.weight, 0.02)
        for block in self.blocks:
            assert isinstance(block, Block)
            attention, feed = block.attention, block.feed
            for layer in (attention.query, attention.key, attention.value, feed.gate, feed.up):
                nn.init.normal_(layer.weight, std=layer.weight.shape[1] ** -0.5)
            nn.init.zeros_(feed.down.weight)
            with torch.no_grad():
                attention.key.weight.lerp_(attention.query.weight, alike)
                attention.output.weight.copy_(copying * attention.value.weight.T)

    def forward(self, tokens: Tensor, picked: Tensor | None = None) -> Tensor:
        """Logits of every position, or of the `picked` ones of the flattened rows."""
        x = self.embedding(tokens)
        cosine = self.get_buffer("cosine")[: tokens.shape[1]].to(x.dtype)
        sine = self.get_buffer("sine")[: tokens.shape[1]].to(x.dtype)
        for block in self.blocks:
            x = block(x, cosine, sine)
        if picked is not None:
            x = x.flatten(0, 1)[picked]
        return functional.linear(self.norm(x), self.embedding.weight)


def frequencies(shape: Shape) -> Tensor:
    """Radians a token for each turning channel pair of a head, fastest first, (turning,)."""
    exponents: Tensor = torch.arange(shape.turning) / (shape.turning - 1)
    return shape.slowest**exponents


def rotations(shape: Shape) -> tuple[Tensor, Tensor]:
    """Cosine and sine for each position and turning pair, both (context, 1, turning)."""
    angles = torch.outer(torch.arange(shape.context).float(), frequencies(shape))
    return angles.cos()[:, None, :], angles.sin()[:, None, :]


def rotate(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """`x` (rows, length, heads, head_width) turned by its position."""
    turning = cosine.shape[-1]
    first, second, still = x.split((turning, turning, x.shape[-1] - 2 * turning), dim=-1)
    turned = (first * cosine - second * sine, first * sine + second * cosine)
    return torch.cat((*turned, still), dim=-1)


def parameters(shape: Shape) -> int:
    """The number of weights of a model of this shape."""
    block = 4 * shape.width**2 + 3 * shape.width * shape.hidden + 2 * shape.width
    return shape.vocabulary * shape.width + shape.layers * block + shape.width
