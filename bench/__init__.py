"""Measurements of npcgen, each against its target: `make bench`. Not part of the package."""

# NOTE: before anything else loads OpenMP, so that its threads wait as they do in a server.
import npcgen.engine.backends.llama_cpp  # noqa: F401
