"""Makes the questions that `npcgen eval` puts to a model: held-out material, as data.

Nothing of it judges anything: that is `npcgen/evaluation`, which imports nothing of here.
"""
