"""The command line's verbs, a file each. `npcgen.commands.registry` lists them."""

import os

# gRPC reads this when it is imported. Its notes would stand between a command's own lines.
os.environ.setdefault("GRPC_VERBOSITY", "ERROR")
