"""The page /: who is spoken to, what is said, and what the model reads."""
