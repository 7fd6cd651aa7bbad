"""The corpus: personas, worlds and talk composed at random from our own lines and lists.

Every sample is fresh, so that looking into the prompt is the only way to be right. What the lists
call `held_out` appears in the evaluation only.
"""
