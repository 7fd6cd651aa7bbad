"""What characters do all day, and in a quest: a routine and a behaviour tree, as one neutral JSON.

    persona + World + parts in quests + seed -> Behaviour -> behavior3, BehaviorTree.CPP, LimboAI

A tree asks and does only what a game declared (`vocabulary`). How nodes are ticked stands in
`nodes`; `verify` checks documents with code that shares nothing with what makes them.
"""
