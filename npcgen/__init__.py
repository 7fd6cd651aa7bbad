"""npcgen: characters that talk, served over gRPC from quantised language models."""

__version__ = "0.1.0"
