"""Trees as data files write them, with `$name` for what isn't known yet.

    sequence: [{do: go_to, place: $place}, {cooldown: {do: talk_to, who: player}, seconds: 60}]

`do` is an action and `check` a condition, with their arguments; `sequence` and `selector` may be
`reactive`; `parallel`, `not`, `repeat` (with `times`), `cooldown` and `timeout` (with `seconds`)
are as in `nodes`. `{each: $stops, child: ...}` stands for a child for each stop, which is `$each`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from worldgen.behaviour.nodes import Argument
from worldgen.behaviour.vocabulary import Vocabulary
from worldgen.errors import InvalidSpec

Template = Mapping[str, Any]
Bindings = Mapping[str, Argument | tuple[str, ...]]
LEAVES = ("do", "check")
_COMPOSITES = ("sequence", "selector", "parallel")
_DECORATORS = {"not": "", "repeat": "times", "cooldown": "seconds", "timeout": "seconds"}
"""Each with the number it needs."""


def kind_of(template: Any, path: str) -> str:
    """What it is: do, check, sequence, ... Raises InvalidSpec at `path`."""
    kinds = (*LEAVES, *_COMPOSITES, *_DECORATORS)
    found = [kind for kind in kinds if isinstance(template, Mapping) and kind in template]
    if len(found) != 1:
        raise InvalidSpec.at(path, f"{template!r} is no node; write one of: {', '.join(kinds)}")
    return found[0]


def children_of(template: Template) -> Sequence[Template]:
    kind = kind_of(template, "")
    if kind in LEAVES:
        return ()
    below: Sequence[Template] = template[kind] if kind in _COMPOSITES else (template[kind],)
    return below


def arguments_of(leaf: Template) -> dict[str, Argument]:
    return {name: value for name, value in leaf.items() if name not in (*LEAVES, "label")}


def bound(template: Template, bindings: Bindings) -> Template:
    """The same tree, with values for its names."""
    kind = kind_of(template, "")
    if kind in LEAVES:
        return {name: _value(value, bindings) for name, value in template.items()}
    if kind not in _COMPOSITES:
        return {**template, kind: bound(template[kind], bindings)}
    return {**template, kind: list(_bound_children(template[kind], bindings))}


def missing(template: Template, vocabulary: Vocabulary) -> list[str]:
    """Leaves that nobody declared, sorted: `action follow(who)`, with the parameters they need."""
    lacks = set()
    for leaf in _leaves(template):
        kind, parameters = kind_of(leaf, ""), sorted(arguments_of(leaf))
        known = (vocabulary.actions if kind == "do" else vocabulary.conditions).get(leaf[kind])
        if known is None or sorted(known.parameters) != parameters:
            word = "action" if kind == "do" else "condition"
            lacks.add(f"{word} {leaf[kind]}({', '.join(parameters)})")
    return sorted(lacks)


def first_possible(
    templates: Sequence[Template], vocabulary: Vocabulary
) -> tuple[Template | None, list[str]]:
    """The first that misses nothing; or None, and what the one that misses least misses."""
    lacks = [missing(template, vocabulary) for template in templates]
    for template, lack in zip(templates, lacks, strict=True):
        if not lack:
            return template, []
    return None, min(lacks, key=len)


def check_template(template: Any, names: frozenset[str], path: str) -> None:
    """Raises InvalidSpec where it is no tree over these `$names`."""
    kind = kind_of(template, path)
    if kind in LEAVES:
        for name, value in arguments_of(template).items():
            _check_known(value, names, f"{path}.{name}")
        return
    number = _DECORATORS.get(kind, "")
    fitting = {kind, "label", number or kind}
    fitting |= {"reactive"} if kind in ("sequence", "selector") else set()
    for name in template:
        if name not in fitting:
            raise InvalidSpec.at(f"{path}.{name}", f"{kind} has no such field; leave it out")
    if number and (not isinstance(template.get(number), int) or template[number] < 1):
        raise InvalidSpec.at(f"{path}.{number}", f"{kind} needs a whole number from 1 on")
    if kind in _COMPOSITES:
        _check_children(template[kind], names, f"{path}.{kind}")
    else:
        check_template(template[kind], names, f"{path}.{kind}")


def _check_children(children: Any, names: frozenset[str], path: str) -> None:
    if not isinstance(children, list) or not children:
        raise InvalidSpec.at(path, "it needs a list of at least one node")
    for at, child in enumerate(children):
        if isinstance(child, Mapping) and "each" in child:
            _check_known(child["each"], names, f"{path}[{at}].each")
            check_template(child.get("child"), names | {"each"}, f"{path}[{at}].child")
        else:
            check_template(child, names, f"{path}[{at}]")


def _check_known(value: Any, names: frozenset[str], path: str) -> None:
    if isinstance(value, str) and value.startswith("$") and value[1:] not in names:
        raise InvalidSpec.at(
            path, f"nothing is called {value} here; there is: {', '.join(sorted(names)) or 'none'}"
        )


def _bound_children(templates: Sequence[Template], bindings: Bindings) -> Iterator[Template]:
    for template in templates:
        if "each" not in template:
            yield bound(template, bindings)
            continue
        many = _value(template["each"], bindings)
        for one in many if isinstance(many, tuple) else (many,):
            yield bound(template["child"], {**bindings, "each": one})


def _value(value: Any, bindings: Bindings) -> Any:
    return bindings[value[1:]] if isinstance(value, str) and value.startswith("$") else value


def _leaves(template: Template) -> Iterator[Template]:
    if "each" in template:
        yield from _leaves(template["child"])
    elif kind_of(template, "") in LEAVES:
        yield template
    else:
        for child in children_of(template):
            yield from _leaves(child)
