"""Grammars: every reply is what its grammar says, and a bad grammar harms nobody."""

import ctypes
import json
import re
from dataclasses import replace

import llama_cpp as lib
import numpy as np
import pytest

from npcgen.engine.backends.llama_cpp.candidates import candidate_array, view_of
from npcgen.engine.base import FinishReason, Grammar, Sampling
from npcgen.engine.checks import check_request
from npcgen.engine.grammars import compile_grammar
from npcgen.errors import FailedPrecondition, InvalidArgument
from tests.engine.asking import ask, finish, read
from tests.engine.schema_check import is_valid
from tests.gguf_factory import TinyModel

SEEDS = range(12)
QUANTISED = TinyModel(quantisation="Q8_0", context_length=1024)

REGEXES = [
    r"(yes|no|maybe)!?",
    r"^\d{3}-\d{2,4}$",
    r"[A-Z][a-z]{2,8}( [a-z]+){1,4}[.!?]",
    r"(héllo|wörld|日本|😀){1,3}",
    r"[^\n\r]{5,20}",
    r".{0,12}",
    r"\w+\s\W{2}\S",
    r"[\]\-\\^a]{4}",
    r"(a|b)*abb",
    r"\x41\u00e9\.\*\(\)",
    r"((ab?)?c){2,5}",
    r"(one|two|)three",
]
ACTION = {
    "type": "object",
    "properties": {
        "line": {"type": "string", "maxLength": 24},
        "mood": {"enum": ["calm", "angry", 'a "quoted" \\ one', "日本\n😀"]},
        "price": {"type": "integer", "minimum": -5, "maximum": 120},
        "gift": {"type": ["string", "null"], "maxLength": 5},
        "tags": {"type": "array", "items": {"type": "boolean"}, "minItems": 1, "maxItems": 3},
    },
    "required": ["line", "mood"],
    "additionalProperties": False,
}
NODE = {
    "$defs": {
        "my_node": {
            "type": "object",
            "properties": {
                "next": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/my_node"}]},
                "weight": {"type": "number", "minimum": 0},
            },
            "required": ["next"],
        }
    },
    "$ref": "#/$defs/my_node",
}
SCHEMAS = [
    ACTION,
    NODE,
    {"type": "string", "minLength": 3, "maxLength": 6},
    {"type": "string", "pattern": '^[^a-z]{2,5}"\\\\(x|y)+$'},
    {"type": "array", "prefixItems": [{"type": "integer"}, {"const": {"a": [1, None]}}]},
    {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}},
    {"type": "array", "items": {"enum": [1, 1.5, True, None, "1"]}, "minItems": 2, "maxItems": 2},
    {"allOf": [{"oneOf": [{"type": "integer"}, {"type": "boolean"}]}], "title": "Either"},
]


def regex(pattern):
    return Grammar("regex", pattern)


def schema(value):
    return Grammar("json_schema", json.dumps(value))


def gbnf(text):
    return Grammar("gbnf", text)


def say(backend, grammar, seed=0, tokens=400, **sampling):
    """A reply's text, its token ids and how it ended."""
    sequence = backend.open(ask(grammar=grammar, sampling=Sampling(seed=seed, **sampling)))
    text, ended = "", None
    for _ in range(tokens):
        (step,) = backend.step([sequence])
        text, ended = text + step.text, step.finished or step.error
        if ended:
            break
    backend.close(sequence)
    return text, sequence.tokens[sequence.prompt_tokens :], ended


@pytest.mark.parametrize("tokenizer", ["spm", "bpe"])
@pytest.mark.parametrize("pattern", REGEXES)
def test_a_reply_matches_its_regular_expression(make_llama, pattern, tokenizer):
    backend = make_llama(replace(QUANTISED, tokenizer=tokenizer))
    for seed in SEEDS:
        text, _, ended = say(backend, regex(pattern), seed, temperature=1.5)
        if ended:
            assert ended is FinishReason.STOP
            assert re.fullmatch(pattern, text, re.ASCII), text


@pytest.mark.parametrize("tokenizer", ["spm", "bpe"])
@pytest.mark.parametrize("value", SCHEMAS, ids=lambda value: json.dumps(value)[:40])
def test_a_reply_is_valid_under_its_schema(make_llama, value, tokenizer):
    backend = make_llama(replace(QUANTISED, tokenizer=tokenizer))
    ends = 0
    for seed in SEEDS:
        text, _, ended = say(backend, schema(value), seed, logit_bias={"}": 4.0, '"': 4.0})
        if ended:
            assert ended is FinishReason.STOP
            assert is_valid(json.loads(text), value), text
            ends += 1
    assert ends > len(SEEDS) / 2


def test_any_json_is_json(make_llama):
    backend = make_llama(QUANTISED)
    bias = {"]": 4.0, "}": 4.0, '"': 4.0}
    replies = [say(backend, schema({}), seed, logit_bias=bias) for seed in SEEDS]
    whole = [text for text, _, ended in replies if ended]
    assert len(whole) > len(SEEDS) / 2
    assert all(json.loads(text) is not Ellipsis for text in whole)


def test_a_reply_is_a_sentence_of_its_gbnf(make_llama):
    sums = gbnf('root ::= term ([-+] term)* # a comment\nterm ::= [0-9]{1,3} |\n  "(" root ")"')
    backend, ends = make_llama(QUANTISED), 0
    for seed in SEEDS:
        text, _, ended = say(backend, sums, seed, tokens=60)
        if ended:
            ends += 1
            leading_zeros = re.sub(r"\b0+(?=\d)", "", text)
            assert isinstance(eval(leading_zeros, {"__builtins__": {}}), int)
    assert ends


def test_white_space_of_a_grammar_is_kept(make_llama):
    assert say(make_llama(), regex("  a b "))[0] == "  a b "


def test_a_reply_ends_with_its_grammar(make_llama):
    text, tokens, ended = say(make_llama(), gbnf('root ::= "abc"'))
    assert (text, ended) == ("abc", FinishReason.STOP)
    assert len(tokens) <= 3


def test_a_role_marker_is_no_part_of_any_text(make_llama):
    backend = make_llama(replace(QUANTISED, says_specials=True))
    for seed in SEEDS:
        text, _, _ = say(backend, regex(r"[^x]{30}"), seed, top_k=0, top_p=1.0, min_p=0.0)
        assert len(text) == 30


def test_the_same_tokens_alone_and_together_and_again(make_llama):
    alone = [say(make_llama(QUANTISED), schema(ACTION), seed)[:2] for seed in range(4)]
    backend = make_llama(QUANTISED, slots=4)
    requests = [ask(grammar=schema(ACTION), sampling=Sampling(seed=seed)) for seed in range(4)]
    for _ in range(2):  # The second time every state is known.
        live = sequences = [backend.open(request) for request in requests]
        texts = dict.fromkeys(sequences, "")
        while live:
            steps = list(zip(live, backend.step(live), strict=True))
            for sequence, step in steps:
                texts[sequence] += step.text
            live = [sequence for sequence, step in steps if not step.finished]
        for sequence in sequences:
            backend.close(sequence)
        together = [(texts[each], each.tokens[each.prompt_tokens :]) for each in sequences]
        assert together == alone


@pytest.mark.parametrize("sampling", [{"temperature": 0.0}, {"mirostat_tau": 3.0}, {"top_k": 0}])
def test_a_grammar_goes_with_every_sampling(make_llama, sampling):
    sampling |= {"dry_multiplier": 1.0, "frequency_penalty": 0.5}
    text, _, _ = say(make_llama(), regex("[ab]{30}"), **sampling)
    assert re.fullmatch("[ab]{30}", text)


async def test_a_grammar_that_the_model_cannot_satisfy_fails_alone(make_llama, make_engine):
    engine = make_engine(backend=make_llama(slots=2))
    free = engine.stream(ask(max_tokens=30))
    with pytest.raises(FailedPrecondition, match="none of the model's tokens can come next"):
        await read(engine.stream(ask(grammar=gbnf(r'root ::= "ab" [\x00]'))))
    assert (await finish(free)).usage.completion_tokens == 30
    done = await finish(engine.stream(ask(grammar=regex("fine"))))
    assert (done.text, done.finish_reason) == ("fine", FinishReason.STOP)


async def test_a_grammar_that_explodes_on_the_way_fails_alone(make_llama, make_engine):
    engine = make_engine(backend=make_llama())
    late = gbnf('root ::= "x"{200} late\nlate ::= "a" late "b" | "a" late "c" | "d"')
    liking_a = Sampling(logit_bias={"a": 100.0})
    with pytest.raises(FailedPrecondition, match="too many ways") as caught:
        await read(engine.stream(ask(grammar=late, sampling=liking_a, max_tokens=300)))
    assert caught.value.reason == "GRAMMAR_TOO_AMBIGUOUS"
    assert (await finish(engine.stream(ask(grammar=regex("fine"))))).text == "fine"


async def test_a_reply_that_is_cut_short_says_so(make_llama, make_engine):
    engine = make_engine(backend=make_llama())
    done = await finish(engine.stream(ask(grammar=regex("[a-z]+"), max_tokens=5)))
    assert done.finish_reason is FinishReason.LENGTH


@pytest.mark.parametrize("tokenizer", ["spm", "bpe"])
@pytest.mark.parametrize("grammar", [schema(ACTION), schema({}), *map(regex, REGEXES)])
def test_llama_cpp_reads_a_grammar_the_same_way(make_llama, grammar, tokenizer):
    backend = make_llama(replace(QUANTISED, tokenizer=tokenizer))
    vocabulary = backend._vocabulary
    text = compile_grammar(grammar).gbnf.encode()
    theirs = lib.llama_sampler_init_grammar(vocabulary.handle, text, b"root")
    guide = backend._samplers._grammars.guide(grammar)
    rng = np.random.default_rng(3)
    for _ in range(40):
        ours = guide.allowed()
        unknown = set(llama_allows(theirs, vocabulary)) ^ set(ours.tolist())
        # It also takes bytes that make no character, and specials that are spelled out.
        assert not {token for token in unknown if vocabulary.piece(token).isascii()} - special(
            vocabulary
        )
        token = int(rng.choice(ours))
        if guide.is_over or vocabulary.ends_turn(token):
            break
        guide.accept(token)
        lib.llama_sampler_accept(theirs, token)
    lib.llama_sampler_free(theirs)


def llama_allows(grammar, vocabulary):
    tokens = np.arange(vocabulary.size, dtype=np.int32)
    candidates = candidate_array(tokens, np.zeros(len(tokens), dtype=np.float32))
    lib.llama_sampler_apply(grammar, ctypes.byref(view_of(candidates)))
    return tokens[candidates["logit"] == 0].tolist()


def special(vocabulary):
    return {token for token in range(vocabulary.size) if not vocabulary.piece(token)}


HOSTILE_GBNF = {
    "": "no rule named root",
    "root": "::= should stand here",
    'toor ::= "a"': "no rule named root",
    'root ::= "a': "ends within a literal",
    "root ::= [a": "ends within a literal or a class",
    "root ::= []": "a class has no characters",
    "root ::= [z-a]": "ends before it begins",
    'root ::= "\\q"': "is no escape",
    'root ::= "\\uD800"': r"U\+D800 is no character",
    'root ::= "\\x00"': "no token holds",
    'root ::= "\0"': "holds the character 0",
    'root ::= "\ud800"': "half of a character",
    "root ::= x": "doesn't define: x",
    'root ::= "a"\nroot ::= "b"': "defined twice",
    "root ::= *": r"nothing stands before \*",
    'root ::= "a"{3,1}': "at least 3 and at most 1",
    'root ::= "a"{,3}': "a whole number should stand here",
    'root ::= "a"{5000}': "repeats more than 1000 times",
    'root ::= "a"{99999999999999999999}': "a whole number should stand here",
    "root ::= <[7]>": "name tokens",
    "root ::= !<|im_end|>": "name tokens",
    'root ::= "a") "b"': "no part of a rule",
    'root ::= ("a"': r"\) should stand here",
    "root ::= " + "(" * 70 + '"a"' + ")" * 70: "nested deeper",
    'root ::= ""': "the rule root is empty",
    'root ::= "a" root': "the rule root never ends",
    'root ::= "a" | b\nb ::= c\nc ::= "x" b': "never ends",
    'root ::= root "a" | "b"': "left recursive",
    'root ::= b "a" | "c"\nb ::= root | "d"': "left recursive",
    'root ::= e e root | "x"\ne ::= f f\nf ::= "" | "a"': "left recursive",
    'root ::= ("a"?)*': "left recursive",
    'root ::= (("a"*)*)*': "left recursive",
    'root ::= "a" root "b" | "a" root "c" | "d"': "more than 256 ways",
    'root ::= ("a"{0,40}){0,40}': "more than 256 ways",
    "root ::= " + '"a"? ' * 400: "more than 256 ways",
    'root ::= "aaaaaaaaaaaaaaaaaaaa"{1000}': "more than 16384 elements",
    'root ::= ("a"{0,40} "b"){1,60}': "repeats what repeats, too often",
    "root ::= " + '"a" ' * 17000: "characters, at most|more than 16384 elements",
    "a" * 70_000: "at most 65536 are taken",
    "\n".join(f"r{n} ::= r{n + 1} r{n + 1}" for n in range(40)) + '\nr40 ::= "a"?\nroot ::= r0': (
        "begins in too many ways"
    ),
    "\n".join(f'r{n} ::= "a"' for n in range(2000)): "more than 1000 rules",
}
HOSTILE_REGEXES = {
    "": "empty regular expression",
    "(?=a)b": "look-ahead",
    "(?<=a)b": "look-behind",
    "(?P<name>a)": "a named group",
    "(?i)a": "flags",
    r"(a)\1": "a back reference",
    r"\bword": "a word boundary",
    r"\Aword": "an anchor",
    r"\p{L}": "a Unicode property",
    "a*?": "a lazy quantifier",
    "a*+": "a possessive quantifier",
    "a{2}{3}": "repeats a repetition",
    "(a*)*": "repeats without end what may be empty",
    "(a|)+": "repeats without end what may be empty",
    "a^b": "an anchor within it",
    "a$b": "an anchor within it",
    "(a": r"an unclosed \(",
    "a)": r"an unopened \)",
    "[a": r"an unclosed \[",
    "[[:alpha:]]": "a POSIX class",
    "[z-a]": "ends before it begins",
    "*a": r"nothing before \*",
    "a{x}": "begins no repetition",
    "\\": "a lone backslash",
    r"\x4": r"unfinished \\x",
    r"[^\w\W]": "holds no character",
    "a{9999}": "repeats more than 1000 times",
    "(a{0,50}){0,50}": "repeats what repeats, too often",
    "(" * 80 + "a" + ")" * 80: "nests groups deeper",
}
HOSTILE_SCHEMAS = {
    "{": "is no JSON",
    "[" * 5000: "is no JSON|nested too deeply",
    "false": "no schema that a value could satisfy",
    "7": "no schema that a value could satisfy",
    '{"type": "wizard"}': "type 'wizard'",
    '{"type": []}': r"type \[\]",
    '{"type": "string", "format": "date"}': "uses format",
    '{"type": "string", "pattern": "a"}': r"write \^...\$",
    '{"type": "string", "pattern": "^(?=a)$"}': "look-ahead",
    '{"type": "integer", "maximum": 5}': "only one of minimum and maximum",
    '{"type": "integer", "minimum": 0, "maximum": 100000}': "allows 100001 whole numbers",
    '{"type": "integer", "minimum": 0.5, "maximum": 2}': "no whole number",
    '{"type": "number", "minimum": 3}': "a minimum other than 0",
    '{"type": "array", "minItems": 3, "maxItems": 2}': "at least 3 and at most 2",
    '{"type": "array", "uniqueItems": true}': "uses uniqueItems",
    '{"type": "object", "required": ["a"]}': "requires what isn't in properties: a",
    '{"type": "object", "properties": {"a": {"not": {}}}}': "at #/properties/a uses not",
    '{"enum": []}': "an enum of 1 to 2000",
    '{"anyOf": []}': "a list of schemas",
    '{"$ref": "#"}': "never ends",
    '{"$ref": "#/nowhere"}': "isn't there",
    '{"$ref": "https://example.com/a.json"}': "only places in the schema itself",
    '{"allOf": [{}, {}]}': "more than one schema",
    '{"items": ' * 40 + "{}" + "}" * 40: "nested deeper than 32",
}


@pytest.mark.parametrize(
    ("grammar", "problem"),
    [
        *((gbnf(text), problem) for text, problem in HOSTILE_GBNF.items()),
        *((regex(text), problem) for text, problem in HOSTILE_REGEXES.items()),
        *((Grammar("json_schema", text), problem) for text, problem in HOSTILE_SCHEMAS.items()),
    ],
    ids=lambda value: repr(getattr(value, "text", value))[:40],
)
def test_a_bad_grammar_is_refused_before_it_is_queued(grammar, problem):
    with pytest.raises(InvalidArgument, match=problem) as caught:
        check_request(ask(grammar=grammar))
    assert caught.value.violations[0].path == "grammar"


@pytest.mark.parametrize("size", [15, 30, 60])
def test_checking_takes_no_more_than_a_moment(size):
    doubling = "\n".join(f'r{n} ::= r{n + 1} "x" | r{n + 1} "y"' for n in range(size))
    with pytest.raises(InvalidArgument):
        compile_grammar(gbnf(f'{doubling}\nr{size} ::= "a"\nroot ::= r0'))


def test_many_grammars_pass_through_the_cache(make_llama):
    backend = make_llama(slots=2)
    for number in range(40):
        assert say(backend, regex(f"number {number}"))[0] == f"number {number}"
    assert len(backend._samplers._grammars._prepared) == 16
