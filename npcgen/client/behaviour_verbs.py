"""The verbs of behaviours, for both clients. What they send is `behaviour_calls.py`."""

from collections.abc import Iterable, Mapping
from contextlib import aclosing

from npcgen.client import behaviour_calls as calls
from npcgen.client.verbs import BlockingVerbs, Verbs
from npcgen.dialogue.persona import Persona
from worldgen.behaviour.document import Behaviour
from worldgen.behaviour.places import Minutes
from worldgen.quests.quest import Quest

_NOWHERE: Mapping[tuple[str, str], int] = {}


class BehaviourVerbs(Verbs):
    """The verbs of a client."""

    async def generate_behaviour(
        self,
        character: str,
        world: str = "",
        persona: Persona | str | None = None,
        *,
        play_id: str = "",
        quests: Iterable[Quest] = (),
        home: str = "",
        vocabulary: str = "",
        minutes: Minutes = _NOWHERE,
        seed: int = 0,
    ) -> Behaviour:
        """What somebody of a world (an id, or YAML) does all day, and in their quests.

        `play_id` tells the world, what is so by now and the open quests, where the server follows
        it. `vocabulary` is what the game declares, as YAML; `minutes` are ways between places.
        """
        return await self._unary(
            calls.generate_behaviour(
                character,
                world,
                persona,
                play_id=play_id,
                quests=quests,
                home=home,
                vocabulary=vocabulary,
                minutes=minutes,
                seed=seed,
            )
        )

    async def export_behaviour(self, behaviour: Behaviour, format: str) -> dict[str, bytes]:
        """The files that it becomes, by name."""
        files: dict[str, bytes] = {}
        async with aclosing(self._stream(calls.export_behaviour(behaviour, format))) as parts:
            async for part in parts:
                files[part.file] = files.get(part.file, b"") + part.data
        return files


class BlockingBehaviourVerbs(BlockingVerbs):
    """The same for a blocking client."""

    def generate_behaviour(
        self,
        character: str,
        world: str = "",
        persona: Persona | str | None = None,
        *,
        play_id: str = "",
        quests: Iterable[Quest] = (),
        home: str = "",
        vocabulary: str = "",
        minutes: Minutes = _NOWHERE,
        seed: int = 0,
    ) -> Behaviour:
        """What somebody of a world (an id, or YAML) does all day, and in their quests.

        `play_id` tells the world, what is so by now and the open quests, where the server follows
        it. `vocabulary` is what the game declares, as YAML; `minutes` are ways between places.
        """
        return self._unary(
            calls.generate_behaviour(
                character,
                world,
                persona,
                play_id=play_id,
                quests=quests,
                home=home,
                vocabulary=vocabulary,
                minutes=minutes,
                seed=seed,
            )
        )

    def export_behaviour(self, behaviour: Behaviour, format: str) -> dict[str, bytes]:
        """The files that it becomes, by name."""
        files: dict[str, bytes] = {}
        for part in self._stream(calls.export_behaviour(behaviour, format)):
            files[part.file] = files.get(part.file, b"") + part.data
        return files
