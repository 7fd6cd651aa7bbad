"""Copying, wired into a fresh model: what followed this token before will follow it again.

A small model takes millions of tokens to find the two attention heads that copy, and on a
processor those are hours. So the first block starts with a head that looks one token back, the
second with heads that look for where the current token was last looked back at. Training may
change any of it. Source of the circuit: Olsson et al., "In-context learning and induction
heads", 2022.
"""

import torch
from torch import Tensor, nn

from training.model import Attention, Block, PocketModel, frequencies

CONSTANT = 4.0
"""What the last channel of every embedding holds, so that a head can look at mere position."""
LOOK_BACK, MATCH, COPY = 1.8, 2.0, 3.0


def wire_copying(model: PocketModel) -> None:
    """Overwrites the embedding, one head of the first block and all but one of the second.

    Channels of the residual stream: a code of the token in the first head's width, the code of
    the token before it in the next, the rest of the token's embedding after that.
    """
    shape, width = model.shape, model.shape.head_width
    first, second = attention_of(model, 0), attention_of(model, 1)
    with torch.no_grad():
        model.embedding.weight[:, width : 2 * width] = 0
        model.embedding.weight[:, -1] = CONSTANT
        nn.init.constant_(model.norm.weight, 0.08)
        first.output.weight.zero_()
        second.output.weight.zero_()
        wire_look_back(first, frequencies(shape), width)
        for head, channels in enumerate((0, *range(2 * width, shape.width, width))):
            wire_match(second, head, channels, width, 2 * shape.turning)


def wire_look_back(attention: Attention, turns: Tensor, width: int) -> None:
    """Head 0 attends one token back and writes that token's code beside the current one's."""
    query, key = attention.query.weight, attention.key.weight
    query[:width], key[:width] = 0, 0
    turning = len(turns)
    query[:turning, -1] = LOOK_BACK
    key[:turning, -1] = LOOK_BACK * turns.cos()
    key[turning : 2 * turning, -1] = LOOK_BACK * turns.sin()
    attention.value.weight[:width] = torch.eye(width, attention.value.weight.shape[1])
    attention.output.weight[width : 2 * width, :width] = torch.eye(width)


def wire_match(attention: Attention, head: int, channels: int, width: int, turning: int) -> None:
    """`head` finds where the token before was the current one, and copies `channels` from there."""
    rows = slice(head * width, (head + 1) * width)
    query, key, value = attention.query.weight, attention.key.weight, attention.value.weight
    query[rows], key[rows], value[rows] = 0, 0, 0
    for channel in range(turning, width):
        query[rows][channel, channel] = MATCH
        key[rows][channel, width + channel] = MATCH
    value[rows][:, channels : channels + width] = torch.eye(width)
    attention.output.weight[channels : channels + width, rows] = COPY * torch.eye(width)


def attention_of(model: PocketModel, index: int) -> Attention:
    block = model.blocks[index]
    assert isinstance(block, Block)
    return block.attention
