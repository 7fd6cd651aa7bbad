"""The page /materials: made, lit, mixed, tiled, exported."""
