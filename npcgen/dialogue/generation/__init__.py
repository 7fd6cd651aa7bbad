"""Makes a persona of a few words and a seed.

    prompt -> Wish -> (seed, setting) -> Structure -> Persona -> a model's words, where one is able

Who it is, is drawn: same words, seed, world and VERSION, same bytes. A model only rewrites texts in
fixed slots. `check.py` proves the result and shares no code with what makes it.
"""
