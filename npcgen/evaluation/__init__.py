"""What a model is good for as an NPC: asks it the questions that the package ships, and judges.

The questions are data, made by `training/exam`, which nothing here imports: what judges shares no
code with what makes. Knows no terminal.
"""
