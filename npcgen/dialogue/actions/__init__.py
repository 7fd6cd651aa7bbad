"""Actions: what the game lets an NPC do now, what the NPC chooses, and what came of it.

The NPC speaks first. Then it may choose, under a grammar made of the game's own schemas, so that
nothing else can be produced. Cooldowns and preconditions are the game's: what isn't possible now
isn't declared now.
"""
