"""The server as a process: the same as `npcgen serve`."""

import sys

from npcgen.cli import main

if __name__ == "__main__":
    sys.argv.insert(1, "serve")
    main()
