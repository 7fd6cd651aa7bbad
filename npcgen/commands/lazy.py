"""A verb that is listed without being imported. Knows no verb.

The idea is click's, under "Lazily Loading Subcommands".
"""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand


class LazyCommand(TyperCommand):
    """What a group's help lists of a verb; once it is called, the verb itself.

    `home` is "module:attribute" in `npcgen.commands`: a function, or a group's typer app; by
    default both have the verb's name. `verbs` are added to a group's own.
    """

    def __init__(
        self, name: str, help: str, home: str = "", verbs: tuple["LazyCommand", ...] = ()
    ) -> None:
        super().__init__(name, help=help)
        self.home = home or f"{name}:{name}"
        self.verbs = verbs

    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> Any:
        return self.loaded().make_context(info_name, args, parent, **extra)

    def loaded(self) -> Any:
        """The verb itself, with all of its help and its options. Imports its module."""
        module, _, attribute = self.home.partition(":")
        verb = getattr(import_module(f"npcgen.commands.{module}"), attribute)
        app = typer.Typer(add_completion=False, rich_markup_mode=None)
        if not isinstance(verb, typer.Typer):
            app.command(self.name)(verb)
            return typer.main.get_command(app)
        # Within an app, for a group takes the plain looks of its pages from what it is in.
        app.add_typer(verb, name=self.name)
        root: Any = typer.main.get_command(app)
        group = root.commands[self.name]
        for each in self.verbs:
            group.add_command(each)
        return group
