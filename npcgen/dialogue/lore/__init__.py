"""What may be known of a world: entries with a scope, the gate, and what a line brings to mind.

recall.py      a player's line -> what goes into the prompt, and why: the file to read first
gate.py        who may know what, decided before anything is looked for
retrieval.py   keys, words and meaning, fused by rank, within a budget
library.py     the lore of every world, bundled and kept
"""
