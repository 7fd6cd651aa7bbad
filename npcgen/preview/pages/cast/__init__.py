"""The page /cast: people, what they know, how they stand to each other."""
