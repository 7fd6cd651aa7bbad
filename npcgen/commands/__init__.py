"""The command line's verbs, a file each. `npcgen.cli` puts them together."""
