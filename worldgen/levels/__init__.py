"""Levels: (spec, seed) -> a level and the proof that it can be finished.

`generate.py` is the file to read first. Every kind is a folder or a file of its own that yields a
step at a time; `solve.py` finds the proof, and `verify/`, which shares no code with either,
checks it.
"""
