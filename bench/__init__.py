"""Measurements of npcgen, each against its target: `make bench`. Not part of the package."""
