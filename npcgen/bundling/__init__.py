"""A folder to ship with a game: a server, a model and everything they need, Python included.

`make.py` is the whole of it, step by step: `contents.py` says what goes in, `freeze.py` has
cx_Freeze gather it, `launch.py` is what then runs on the player's machine, `licences.py` writes
down whose it is, and `trial.py` starts it and asks one line.
"""
