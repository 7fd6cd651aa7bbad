"""The plain writer: every text of a quest, from a grammar, in the manner of who says it.

Each text draws from a stream named after its own slot, so that none moves when another changes.
"""

from collections.abc import Iterator, Mapping

from worldgen.quests.facts import Literal
from worldgen.quests.quest import Branch, Outcome, Quest, Repair, Step, stable_id
from worldgen.quests.schema import PLAYER
from worldgen.quests.words.grammar import Grammar, Style
from worldgen.quests.words.naming import Again, fill, in_sentences
from worldgen.quests.words.phrases import Phrases
from worldgen.quests.words.slots import Slot
from worldgen.quests.words.speaking import Speakers
from worldgen.quests.words.voices import voice_of
from worldgen.quests.world import World
from worldgen.rng import Stream

Part = Step | Branch | Outcome | Repair
"""What a text is about; of branches, only those that may be done besides."""
NARRATOR = ""
_TELLING_ALL = {"summary", "journal", "stand_in", "letter"}
"""Roles in which all of the goal is told, as in the offer."""


def plain_slots(
    world: World, quest: Quest, grammar: Grammar, voices: Mapping[str, str]
) -> Iterator[Slot]:
    """Every slot of the quest once, in reading order, with its plain text.

    Branches share steps, and with them their slots.
    """
    seen: set[str] = set()
    for slot in _Plain(world, quest, grammar, voices).slots():
        if slot.key not in seen:
            seen.add(slot.key)
            yield slot


class _Plain:
    def __init__(
        self, world: World, quest: Quest, grammar: Grammar, voices: Mapping[str, str]
    ) -> None:
        self._world, self._quest, self._grammar = world, quest, grammar
        self._voices = voices
        self._phrases = Phrases(world, quest, grammar)
        self._speakers = Speakers(world, quest, grammar.silent)
        self._names = tuple(self._phrases.name(entity) for entity in self._named())
        self._again = Again(world, self._named(), with_it=len(quest.goal) == 1)

    def slots(self) -> Iterator[Slot]:
        giver = self._quest.giver
        yield self._slot("title", "", NARRATOR)
        yield self._slot("summary", "", NARRATOR)
        yield self._slot("offer", "", giver)
        yield self._slot("agree", "", PLAYER)
        yield self._slot("accept", "", giver)
        yield self._slot("journal", "", NARRATOR)
        yield self._slot("remind", "", giver)
        for speaker in self._speakers.gossips():
            yield self._slot("rumour", "", speaker)
        for branch in self._quest.branches:
            for step in branch.steps:
                yield from self._step(step)
        for extra in self._quest.extras:
            yield from self._extra(extra)
        yield from self._endings()
        for repair in self._quest.repairs:
            yield from self._repair(repair)

    def _extra(self, extra: Branch) -> Iterator[Slot]:
        """How it is asked for and noted, its steps, and what is told when it comes."""
        yield self._slot("besides", extra.id, self._quest.giver, extra)
        yield self._slot("objective", extra.id, NARRATOR, extra)
        for step in extra.steps:
            yield from self._step(step)
        yield self._slot("praise", extra.outcome.id, self._quest.giver, extra)
        yield self._slot("extra", extra.outcome.id, NARRATOR, extra)

    def _endings(self) -> Iterator[Slot]:
        outcomes = [branch.outcome for branch in self._quest.branches]
        for outcome in (*outcomes, *self._quest.failures, self._quest.refusal):
            yield from self._outcome(outcome)

    def _outcome(self, outcome: Outcome) -> Iterator[Slot]:
        if outcome.kind == "refusal":
            yield self._slot("decline", "", PLAYER)
            yield self._slot("refuse", outcome.id, self._quest.giver)
        elif self._speakers.can_still_speak(self._quest.giver, outcome.when):
            role = "thanks" if outcome.kind == "success" else "lament"
            yield self._slot(role, outcome.id, self._quest.giver)
        yield self._slot(outcome.kind, outcome.id, NARRATOR, outcome)

    def _step(self, step: Step) -> Iterator[Slot]:
        yield self._slot("objective", step.id, NARRATOR, step)
        words = self._grammar.steps.get(step.action)
        speaker = self._speakers.at_step(step, words.by) if words and words.said else ""
        if speaker:
            yield self._slot("said", step.id, speaker, step)
        yield self._slot("journal", step.id, NARRATOR, step)

    def _repair(self, repair: Repair) -> Iterator[Slot]:
        if repair.kind == "stand_in":
            yield self._slot("stand_in", repair.id, repair.giver or self._quest.giver, repair)
        elif repair.kind == "letter":
            yield self._slot("letter", repair.id, self._quest.giver, repair)
        else:
            yield self._slot(repair.kind, repair.id, NARRATOR, repair)

    def _slot(self, role: str, node: str, speaker: str, part: Part | None = None) -> Slot:
        quest = self._quest
        stream = Stream("words", quest.world, quest.seed, quest.id, node, role, speaker)
        manner = speaker not in (NARRATOR, PLAYER)
        voice = voice_of(self._world, speaker, self._voices, self._grammar) if manner else ""
        text = self._text(role, speaker, voice, part, stream)
        text = self._again.told(in_sentences(text))
        key = stable_id(quest.id, node, role, speaker)
        return Slot(key, role, node, speaker, voice, text, self._names)

    def _text(
        self,
        role: str,
        speaker: str,
        voice: str,
        part: Part | None,
        stream: Stream,
    ) -> str:
        phrases, after = self._phrases, ""
        match part:
            case Step():
                return self._of_step(role, voice, part, stream)
            case Branch():
                return self._of_extra(role, speaker, voice, part, stream)
            case Outcome():
                mark = phrases.mark(self._aftermath(part, stream), stream)
                after = phrases.mark(self._felt(part), stream)
            case Repair():
                mark = phrases.mark(part.grants, stream)
            case None:
                mark = ""
        if role == "title":
            return phrases.title(stream)
        if role == "offer":
            return self._offer(speaker, self._grammar.styles[voice], stream)
        told = phrases.deeds if role in _TELLING_ALL else phrases.deed
        deed = told("" if speaker == PLAYER else speaker, stream)
        values = {
            "deed": deed,
            "giver": phrases.name(self._quest.giver),
            "mark": mark,
            "after": after if role == "refusal" or after != mark else "",
            "cause": phrases.cause(speaker, stream),
        }
        text = stream.pick(self._sentences(role, voice, deed))
        return fill(f"{text} {self._more(role, text, stream)}", values)

    def _of_extra(self, role: str, speaker: str, voice: str, extra: Branch, stream: Stream) -> str:
        phrases, wanted = self._phrases, extra.outcome.when
        marked = phrases.mark if extra.steps else phrases.kept
        told = "wished" if role == "objective" else role
        values = {
            "deed": phrases.deed(speaker, stream, wanted),
            "giver": phrases.name(self._quest.giver),
            "mark": marked(wanted, stream),
        }
        return fill(stream.pick(self._sentences(told, voice, values["deed"])), values)

    def _aftermath(self, outcome: Outcome, stream: Stream) -> Iterator[Literal]:
        """What brought it about, what was done on the way, and what is so then."""
        yield from outcome.when
        for branch in self._quest.branches:
            if branch.outcome.id == outcome.id:
                done = stream.shuffled(self._phrases.memorable(branch.steps))
                yield from sorted(done, key=self._comes_anyway)
        yield from stream.shuffled(outcome.effects)

    def _felt(self, outcome: Outcome) -> Iterator[Literal]:
        """What it leaves behind, the most particular first; the dead feel nothing."""
        for literal in reversed(outcome.effects):
            if all(self._speakers.can_still_speak(who, outcome.when) for who in literal.fact.of):
                yield literal

    def _comes_anyway(self, literal: Literal) -> bool:
        """Whether every way does it: it tells none from the others."""
        ways = [
            [done for step in branch.steps for done in step.does] for branch in self._quest.branches
        ]
        return all(literal in way for way in ways)

    def _more(self, role: str, said: str, stream: Stream) -> str:
        """A second sentence, now and then, where the first doesn't say it all."""
        more = self._grammar.told.more.get(role, ())
        return stream.pick(more) if more and "{deed}" not in said and stream.chance(0.4) else ""

    def _sentences(self, role: str, voice: str, deed: str) -> tuple[str, ...]:
        told = self._grammar.told
        if role == "summary" and self._phrases.name(self._quest.giver) not in deed:
            return told.summary_giver
        if role == "journal":
            return told.promised
        style = self._grammar.styles.get(voice)
        found: tuple[str, ...] = getattr(style if role in Style.model_fields else told, role)
        return found

    def _offer(self, speaker: str, style: Style, stream: Stream) -> str:
        """A beginning, why, what, and an end; not all of them each time."""
        deed = self._phrases.deeds(speaker, stream)
        values = {"deed": deed, "giver": self._phrases.name(self._quest.giver)}
        parts = [
            stream.pick(style.open) if stream.chance(0.7) else "",
            self._phrases.causes(speaker, stream),
            self._phrases.mood(stream) if stream.chance(0.6) else "",
            fill(stream.pick(style.ask), values),
            self._reward(stream),
            fill(stream.pick(style.close), values) if stream.chance(0.6) else "",
        ]
        return " ".join(parts)

    def _reward(self, stream: Stream) -> str:
        items = self._quest.branches[0].outcome.reward.items if self._quest.branches else ()
        if not items:
            return ""
        item = self._phrases.name(items[0])
        return fill(stream.pick(self._grammar.told.reward), {"item": item})

    def _of_step(self, role: str, voice: str, step: Step, stream: Stream) -> str:
        words = self._grammar.steps.get(step.action)
        if words is None:
            frames = self._grammar.told.step if role == "objective" else self._grammar.told.stepped
            return fill(stream.pick(frames), {"objective": self._says(step)})
        if role != "said":
            said = words.objective if role == "objective" else words.done
            return self._phrases.of_step(step, said, stream)
        said_now = self._phrases.of_step(step, words.said, stream)
        if self._speakers.is_hostile(step, words.by):
            return said_now
        return fill(stream.pick(self._grammar.styles[voice].near), {"said": said_now})

    def _says(self, step: Step) -> str:
        """Of an action that the bundled words don't know: its schema's own."""
        says = self._world.schema.actions[step.action].schema.says
        names = self._phrases.parameters(step)
        if not says:
            return " ".join([step.verb.replace("_", " "), *names.values()]) + "."
        return fill(says, names) + "."

    def _named(self) -> list[str]:
        quest = self._quest
        branches = (*quest.branches, *quest.extras)
        places = [step.arguments for branch in branches for step in branch.steps]
        extras = [each.fact.of for extra in quest.extras for each in extra.outcome.when]
        cited = [fact.of for fact in quest.cites]
        many = {entity for some in (*places, *extras, *cited, quest.cast) for entity in some}
        return sorted({*many, quest.giver, *self._speakers.gossips()} - {PLAYER})
