"""Makes the pocket model from nothing: corpus, tokeniser, training, export, evaluation.

Not shipped in the wheel. `python -m training` runs every step.
"""
