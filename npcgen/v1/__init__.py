"""Generated stubs of protos/npcgen/v1, made by `make protos`. Never edited."""
