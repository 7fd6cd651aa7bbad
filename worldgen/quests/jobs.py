"""What a process beside a server is asked for: plain values in, plain values out."""

import hashlib
from collections.abc import Generator, Iterator, Mapping, Sequence

from worldgen.errors import InvalidSpec, ProofFailed
from worldgen.provenance import Provenance
from worldgen.quests.asked import Asked, spec_of
from worldgen.quests.canonical import content_sha256
from worldgen.quests.generated import Checked, Generated, Told, WorldInfo
from worldgen.quests.making import make
from worldgen.quests.quest import Quest
from worldgen.quests.spec import read_spec
from worldgen.quests.tally import Counted
from worldgen.quests.verify import judge
from worldgen.quests.verify.names import names
from worldgen.quests.words.grammar import grammar
from worldgen.quests.words.voices import voices_of
from worldgen.quests.world import World
from worldgen.quests.worlds import bundled_worlds, world_in, world_of


def generated(
    world: str,
    asked: Asked,
    speech: Mapping[str, str],
) -> Generator[Told, None, Generated]:
    """The quests of a world (an id, or YAML) that somebody asked for.

    `speech` says in words how people speak, by persona. Each quest was checked before it is told.
    Raises InvalidSpec and what `make` raises.
    """
    yield Told("reading the world", 0.0)
    place = world_in(world)
    spec, unused = spec_of(asked, place)
    counted, digest, source, left_out = Counted(), hashlib.sha256(), None, []
    voices = voices_of(place, speech, grammar())
    for number, made in enumerate(make(place, spec, voices=voices), 1):
        quest = made.quest
        if made.flaws:
            left_out.append(f"{quest.id}: {made.flaws[0]}")
            continue
        counted.add(quest)
        source = quest.provenance
        digest.update(content_sha256(quest).encode())
        yield Told(f"quest {number} of {spec.count}", number / spec.count, quest)
    if source is None:
        raise ProofFailed(f"none of {len(left_out)} quests holds: {left_out[0]}", tuple(left_out))
    whole = Provenance(
        source.generator, source.version, spec.seed, source.spec_sha256, digest.hexdigest()
    )
    return Generated(spec, counted.tally(), tuple(left_out), whole, unused_words=unused)


def checked(world: str, quest: Quest, sweeps: bool) -> Checked:
    """What is wrong with the quest, if anything; `sweeps`: also once anything is lost."""
    return Checked(judge(world_in(world), quest, sweeps=sweeps), content_sha256(quest))


def exported(world: str, quests: Sequence[Quest], format_name: str) -> dict[str, bytes]:
    """The files that the quests become, by name."""
    # NOTE: only who exports needs the code of every format.
    from worldgen.quests.export import export

    if not quests:
        raise InvalidSpec.at("quests", "there are none; send at least one")
    place = world_in(world)
    for at, quest in enumerate(quests):
        for finding in names(place, quest):
            raise InvalidSpec.at(f"quests[{at}].{finding.at}", finding.sentence)
    return export(quests, place, format_name)


def worlds() -> tuple[WorldInfo, ...]:
    """Those that ship, ordered by id."""
    return tuple(_info(world_of(name)) for name in bundled_worlds())


def warm_up() -> Iterator[str]:
    """Makes a quest of each bundled world. Yields the world that is next."""
    for name in bundled_worlds():
        yield name
        for _ in make(world_of(name), read_spec({})):
            yield name


def _info(world: World) -> WorldInfo:
    return WorldInfo(world.id, world.name, len(world.entities), len(world.facts))
