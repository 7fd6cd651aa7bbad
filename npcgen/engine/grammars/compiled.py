"""A grammar, however it was written, as GBNF that is safe to use."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from npcgen.engine.base import Grammar
from npcgen.engine.grammars.checks import check_rules
from npcgen.engine.grammars.gbnf import MAX_TEXT, Rules, parse_gbnf, wrong
from npcgen.engine.grammars.json_schema import schema_to_gbnf
from npcgen.engine.grammars.regex import regex_to_gbnf

_TO_GBNF: Mapping[str, Callable[[str], str]] = {
    "gbnf": str,
    "json_schema": schema_to_gbnf,
    "regex": regex_to_gbnf,
}


@dataclass(frozen=True, slots=True)
class Compiled:
    """The GBNF and its rules, which say the same."""

    gbnf: str
    rules: Rules


def check_grammar(grammar: Grammar) -> None:
    """Raises InvalidArgument at "grammar" for one that can't be used."""
    compile_grammar(grammar)


@functools.lru_cache(maxsize=64)
def compile_grammar(grammar: Grammar) -> Compiled:
    """Raises InvalidArgument at "grammar" for one that can't be used."""
    if len(grammar.text) > MAX_TEXT:
        raise wrong(f"has {len(grammar.text)} characters, at most {MAX_TEXT} are taken")
    if grammar.kind not in _TO_GBNF:
        raise wrong(f"is of the kind {grammar.kind!r}; choose one of {', '.join(_TO_GBNF)}")
    try:
        grammar.text.encode()
    except UnicodeEncodeError:
        raise wrong("holds half of a character (a lone surrogate)") from None
    gbnf = _TO_GBNF[grammar.kind](grammar.text)
    if "\0" in gbnf:
        raise wrong("holds the character 0")
    rules = parse_gbnf(gbnf)
    check_rules(rules)
    return Compiled(gbnf, rules)
