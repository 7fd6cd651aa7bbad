"""`python -m npcgen`."""

from npcgen.cli import main

if __name__ == "__main__":
    main()
