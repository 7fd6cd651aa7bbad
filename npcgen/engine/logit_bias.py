"""A request's biases, which are for texts, as biases for tokens. Knows no tokenizer."""

from collections.abc import Callable, Mapping

from npcgen.errors import InvalidArgument


def token_biases(
    biases: Mapping[str, float], single_token: Callable[[str], int | None]
) -> list[tuple[int, float]]:
    """The token that each text is, and its bias; two texts may be one token.

    `single_token`: None for a text that takes several. Raises InvalidArgument for such a text.
    """
    pairs = []
    for text, bias in biases.items():
        token = single_token(text)
        if token is None:
            raise InvalidArgument.at(
                f"sampling.logit_bias[{text!r}]",
                "is no single token of this model; try it with or without the space before it",
            )
        pairs.append((token, bias))
    return pairs
