"""Facts, goals and effects of one quest as phrases, from the mouth of whoever says them."""

from collections.abc import Iterable, Iterator, Sequence

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.quest import Quest, Step
from worldgen.quests.schema import PLAYER
from worldgen.quests.words.grammar import Cause, Deed, Grammar
from worldgen.quests.words.naming import fill, placeholders, said_name
from worldgen.quests.world import World
from worldgen.rng import Stream


class Phrases:
    """Each draws from the stream it is given. "" is where there is nothing to say."""

    def __init__(self, world: World, quest: Quest, grammar: Grammar) -> None:
        self._world, self._quest, self._grammar = world, quest, grammar
        self._causes = [fact for fact in quest.cites if fact.name in grammar.causes]
        strong = [fact for fact in self._causes if not grammar.causes[fact.name].background]
        self._reasons = strong or self._causes
        self._motive = grammar.motives.get(quest.motive)
        if self._motive and self._motive.of != tuple(fact.name for fact in self._own()):
            self._motive = None

    def name(self, entity: str) -> str:
        return said_name(self._world, entity)

    def _own(self) -> tuple[Fact, ...]:
        """The facts that the motive itself cites; those of a second want come after them."""
        return self._quest.cites[: len(self._motive.of)] if self._motive else ()

    def _reason(self, speaker: str, stream: Stream) -> str:
        """The motive in a sentence; "" where there is none, or the speaker would be named in it."""
        if not self._motive:
            return ""
        own = self._motive.self_ if speaker == self._quest.giver else self._motive.other
        said = fill(stream.pick(own), self._parts())
        return "" if speaker and self.name(speaker) in said else said

    def _parts(self) -> dict[str, str]:
        """Names by the fact that they are in and their place there, of its first fact."""
        found: dict[str, str] = {}
        for fact in self._own():
            for at, entity in enumerate(fact.of):
                found.setdefault(f"{fact.name}{at}", self.name(entity))
        return found

    def cause(self, speaker: str, stream: Stream) -> str:
        """The first reason, in a sentence."""
        if reason := self._reason(speaker, stream):
            return reason
        said = (self._cause(fact, speaker, stream) for fact in self._reasons)
        return next(filter(None, said), "")

    def causes(self, speaker: str, stream: Stream) -> str:
        """A sentence for each of the first two reasons, after what leads to them."""
        if reason := self._reason(speaker, stream):
            after = [fact for fact in self._reasons if fact not in self._own()]
            return " ".join([reason, *(self._cause(fact, speaker, stream) for fact in after[:1])])
        lead = [fact for fact in self._causes[:1] if fact not in self._reasons]
        said = [self._cause(fact, speaker, stream) for fact in (*lead, *self._reasons[:2])]
        return " ".join(filter(None, said))

    def mood(self, stream: Stream) -> str:
        moods = [self._grammar.causes[fact.name].mood for fact in self._reasons]
        moods = [mood for mood in moods if mood]
        return stream.pick(stream.pick(moods)) if moods else ""

    def title(self, stream: Stream) -> str:
        told = [
            self._filled(title, fact)
            for fact in self._reasons
            for title in self._grammar.causes[fact.name].title
            if not self._names_player(title, fact)
        ]
        own = self._motive.title if self._motive else ()
        if own:
            return fill(stream.pick(own), self._parts())
        return stream.pick(told) if told else self.deed("", stream)

    def deed(self, speaker: str, stream: Stream, goal: tuple[Literal, ...] | None = None) -> str:
        """What is asked, after "Will you"; of the first literal that has words.

        Of the quest's goal, unless another is given.
        """
        return next(self._deeds(speaker, stream, goal), "do what is needed")

    def deeds(self, speaker: str, stream: Stream) -> str:
        """All that is asked."""
        return " and ".join(self._deeds(speaker, stream)) or "do what is needed"

    def _deeds(
        self, speaker: str, stream: Stream, goal: tuple[Literal, ...] | None = None
    ) -> Iterator[str]:
        """Once for each thing, each in other words: what is mended needn't be brought as well."""
        told: set[str] = set()
        used: set[str] = set()
        for literal in self._quest.goal if goal is None else goal:
            found = self._grammar.deeds.get(_name(literal))
            said = self._forms(found, literal.fact, speaker) if found else ()
            things = set(literal.fact.of) - {self._quest.giver}
            if said and not (told and things <= told):
                template = stream.pick([each for each in said if each not in used] or said)
                told |= things
                used.add(template)
                yield self._filled(template, literal.fact, speaker)

    def mark(self, literals: Iterable[Literal], stream: Stream) -> str:
        """What is so now, in a sentence for the first literal that has words."""
        for literal in literals:
            marks = self._grammar.told.marks.get(_name(literal), ())
            said = [mark for mark in marks if not _begins_with_player(mark, literal.fact)]
            if said:
                return self._filled(stream.pick(said), literal.fact)
        return ""

    def kept(self, literals: Iterable[Literal], stream: Stream) -> str:
        """What is still so, in a sentence."""
        told = self._grammar.told.kept
        said = [(told[_name(each)], each.fact) for each in literals if _name(each) in told]
        return self._filled(stream.pick(said[0][0]), said[0][1]) if said else ""

    def memorable(self, steps: Iterable[Step]) -> list[Literal]:
        """What steps did that people will talk of; in their order."""
        wanted = self._grammar.told.memorable
        return [done for step in steps for done in step.does if _name(done) in wanted]

    def of_step(self, step: Step, sentences: Sequence[str], stream: Stream) -> str:
        return fill(stream.pick(sentences), self.parameters(step)) if sentences else ""

    def parameters(self, step: Step) -> dict[str, str]:
        action = self._world.schema.actions[step.action]
        pairs = zip(action.parameters, step.arguments, strict=True)
        return {name: self.name(entity) for (name, _), entity in pairs}

    def _cause(self, fact: Fact, speaker: str, stream: Stream) -> str:
        said = self._forms(self._grammar.causes[fact.name], fact, speaker)
        return self._filled(stream.pick(said), fact, speaker) if said else ""

    def _forms(self, words: Cause | Deed, fact: Fact, speaker: str) -> Sequence[str]:
        """As {0} says it, as {1} does, or as others do; of the player where {0} is."""
        if PLAYER in fact.of[:1]:
            return words.player
        if isinstance(words, Deed) and PLAYER in fact.of[1:2] and words.toward:
            return words.toward
        if speaker and speaker in fact.of[:1] and words.self_:
            return words.self_
        if isinstance(words, Deed) and self._quest.giver in fact.of[:1] and words.bare:
            return words.bare
        if speaker and speaker in fact.of[1:2] and words.object:
            return words.object
        return words.other

    def _filled(self, template: str, fact: Fact, speaker: str = "") -> str:
        """Where the player is {0}, a speaker who is named after "you" is "me"."""
        names = {str(at): self.name(entity) for at, entity in enumerate(fact.of)}
        if speaker and fact.of[:1] == (PLAYER,):
            names |= {str(at): "me" for at, entity in enumerate(fact.of) if entity == speaker}
        return fill(template, names)

    def _names_player(self, template: str, fact: Fact) -> bool:
        return any(fact.of[int(at)] == PLAYER for at in placeholders(template))


def _begins_with_player(template: str, fact: Fact) -> bool:
    return fact.of[:1] == (PLAYER,) and "0" in placeholders(template)


def _name(literal: Literal) -> str:
    return literal.fact.name if literal.holds else f"not {literal.fact.name}"
