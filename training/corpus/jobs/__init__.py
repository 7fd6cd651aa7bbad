"""The model's structured jobs: what people and the server ask, and the right answer to it."""
