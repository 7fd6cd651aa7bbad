"""The page /quests: made, read, played, broken, exported."""
