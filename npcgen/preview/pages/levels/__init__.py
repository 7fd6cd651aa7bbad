"""The page /levels: made, looked at, changed in part, walked, exported."""
