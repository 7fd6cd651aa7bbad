"""Quests: planned over a world as it is, so that they can be finished, whatever happens in it.

    World (facts) + Schema (actions) -> motives -> goals -> plans -> branches -> a Quest, with words

A quest says who wants what and why, and cites the facts that made it so. `verify` walks it with
code that shares nothing with the planner.
"""
