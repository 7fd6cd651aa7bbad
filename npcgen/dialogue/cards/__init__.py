"""Character cards and lorebooks: what other tools write, read as data and given back unharmed.

A card is hostile until proven otherwise: sizes, depth and time are bounded, nothing is fetched, no
name in a file becomes a path. What isn't understood is kept. `read.py` is where to begin.
"""
