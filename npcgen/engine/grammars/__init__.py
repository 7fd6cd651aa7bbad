"""Grammars: what a reply has to look like, as GBNF, JSON Schema or a regular expression.

All of them become GBNF, which is parsed and checked here before any backend sees it. Knows no model
and no tokens. Source of GBNF: llama.cpp's grammars/README.md.
"""

from npcgen.engine.grammars.compiled import check_grammar, compile_grammar
from npcgen.engine.grammars.pushdown import Pushdown, State, TooAmbiguous

__all__ = ["Pushdown", "State", "TooAmbiguous", "check_grammar", "compile_grammar"]
