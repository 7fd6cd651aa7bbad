"""Conformance: transcripts of a real server, and what replays them through any client."""
