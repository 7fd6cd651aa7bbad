"""How a model does on this machine in the scenes that a game asks for, and what to set.

`scenes` plays them with any speaker, `measure` plays them with a model. Knows no terminal.
"""
