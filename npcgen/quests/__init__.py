"""Quests while they are played. Knows no gRPC, and no model."""
