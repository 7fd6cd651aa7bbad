"""Characters that show a text otherwise than it is."""


def turns_text_around(char: str) -> bool:
    """Whether it embeds, overrides or isolates the direction of what follows (Unicode UAX 9)."""
    return "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069"
