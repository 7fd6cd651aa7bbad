"""Whether a reply says that its speaker doesn't know, and invents nothing besides.

By what English says in general, in whatever manner: any model is judged by the same patterns.
"""

import re
from itertools import pairwise

from npcgen.evaluation.judge.words import telling_words

_NOT = (
    r"(?:(?:do|does|did|could|would|can|will|have|has|had|is|am|are|was|should|might|may)"
    r"(?:n['’]?t|\s+not)|cannot|never|nor\s+(?:do|did|have|can|could|would|am)|not|neither|hardly"
    r"|barely|scarcely|nothing|no\s?(?:one|body|\s+soul|\s+man|\s+book))"
)
_KNOWING = (
    r"(?:know|knew|known|knows|say|said|tell|told|recall|remember|recognise|recognize|recollect"
    r"|answer|heard|hear|meet|met|see|seen|saw|sure|certain|guess|speak|swear|familiar|aware"
    r"|acquainted|learn|learned|learnt|taught|shown|place|informed|inform|mention|mentioned"
    r"|understand|help|name|follow|read|sell|carry|stock|keep|deal|trade|able\s+to)"
)
_ADMISSIONS = (
    rf"\b{_NOT}\b(?:[\s,]+[\w'’]+){{0,4}}?[\s,]+{_KNOWING}\b",
    rf"n['’]t\b(?:\s+[\w'’]+){{0,4}}?\s+{_KNOWING}\b",
    r"\b(?:no|not\s+an?|not\s+the\s+(?:faintest|slightest|least|foggiest)|little|without)\s+"
    r"(?:\w+\s+)?(?:idea|clue|notion|inkling|knowledge|memory|record|recollection|word|mention"
    r"|answer|answers|news|tidings|trace|price|figure|map|way\s+to\s+know)\b",
    r"\b(?:know|knew|heard|learned|remember|recall|understand)s?\s+"
    r"(?:of\s+)?(?:nothing|none|little|no|nobody|naught|not)\b",
    r"\bno\s+such\b|\bnothing\s+(?:about|of|on)\s+(?:that|it|him|her|them|this|those|any)\b",
    r"\b(?:unknown|news|new|strange|a\s+stranger|a\s+mystery|a\s+riddle|a\s+puzzle|foreign|nothing"
    r"|unfamiliar|hidden|lost|veiled)\s+(?:to|from|on|for)\s+(?:me|us|these)\b",
    r"\bmystery\b|\bbeyond\s+(?:me|my|us|our)\b|\boutside\s+(?:of\s+)?my\b|\bover\s+my\s+head\b",
    r"\bescapes?\s+me\b|\beludes?\s+me\b|\bhave\s+me\s+there\b|\bgot\s+me\s+there\b",
    r"\b(?:wish|if)\s+(?:only\s+)?i\s+(?:knew|could\s+(?:say|tell|help|answer))\b",
    r"\b(?:somebody|someone|anybody|anyone)\s+(?:else|other|wiser)\b|\bask\s+(?:another|elsewhere"
    r"|around|others)\b|\bask\s+me\s+(?:something|about\s+something|another)\b",
    r"\brings?\s+no\s+bell\b|\bmeans\s+nothing\b|\bsays\s+nothing\s+to\b|\bnot\s+my\s+(?:field|trade"
    r"|business|line|department|province)\b",
    r"\bwhat(?:ever)?(?:['’]s|\s+is|\s+are|\s+in\b[^.?!]*?\bis|\s+on\b[^.?!]*?\bis)\s+"
    r"(?:that|this|those|these|it|an?)\b[^.!?]*\?|\b(?:an?|the)\W+what\s*\?"
    r"|\bwho(?:['’]s|\s+is)\s+(?:that|he|she|this)\b[^.!?]*\?",
    r"\bis\s+(?:that|it|this)\s+(?:an?|some)\b[^.!?]*\?",
)
_ADMITS = re.compile("|".join(_ADMISSIONS), re.IGNORECASE)
_CLAUSE = re.compile(
    r"(?<=[.!?;…])\s+|\s*[—\u2013]\s*|,?\s+(?:but|though|however|yet)\b,?\s*", re.IGNORECASE
)
_COUNTED = re.compile(
    r"^(?:silver|copper|gold|coin|coins|piece|pieces|crown|crowns|credit|credits|mark|marks|penny"
    r"|pennies|shilling|shillings|florin|florins|ducat|ducats|groat|groats|token|tokens|year|years"
    r"|day|days|pace|paces|mile|miles|step|steps|hour|hours|league|leagues|o['’]clock|men|sheep)$"
)
_PLACED = (
    r"(?:in|at|on|by|near|behind|under|below|above|beside|between|past|across|over|left|right"
    r"|north|south|east|west|down|up|called|named|owned|built|run|kept|guarded|haunted|closed|shut"
    r"|open|burned|gone|dead|married|worth|an?\s+\w+|\d+)"
)
_DONE = (
    r"(?:costs?|lies|stands?|lives?|lived|works?|worked|sells?|sold|burn(?:ed|t)|opens?|opened"
    r"|closes?|closed|collapsed|belongs?|died|left|went|sits|runs?|keeps?|kept|owns?|built|grows?"
    r"|begins?|starts?|comes?|came|makes?|made|bought|buys|guards?|moved)"
)
_ASSERTS = re.compile(
    rf"^(?:and\s+|well,?\s+|oh,?\s+|ah,?\s+|still,?\s+|perhaps\s+)*(?:it|he|she|they|that|your\s+\w+)"
    rf"(?:\s+(?:just|only|once|also|still|now|always))*"
    rf"(?:(?:['’]s|['’]re|\s+(?:is|are|was|were|has\s+been))(?:\s+(?:just|right|still|now|far))*"
    rf"\s+{_PLACED}|\s+{_DONE})\b(?!\s+(?:no|not|nothing|what\s+it)\b)",
    re.IGNORECASE,
)
_DIRECTS = re.compile(
    r"\b(?:turn\s+(?:left|right|at|by)|(?:go|walk|head|keep|ride|take)\s+(?:left|right|north|south"
    r"|east|west|down|up|past|over|through|across|along|straight|the\s+(?:first|second|third|left"
    r"|right|next|north|south|east|west))|straight\s+(?:on|ahead)|follow\s+the)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[\w,;:]\s)[A-Z][a-z]+(?:['’]s)?")
_CALLS = frozenset(
    {"god", "gods", "lord", "lady", "sir", "madam", "friend", "light", "heaven", "heavens", "i"}
)
_STATES = re.compile(
    r"^(?:['’]s|is|are|was|were|has|had|have|costs?|can|will|lies|stands|belongs|opens|\w+ed)\b"
)
_DENIES = re.compile(r"\b(?:not|never|no|nothing|nobody|none)\b|n['’]t\b", re.IGNORECASE)


def abstains(reply: str, about: str = "", known: str = "") -> bool:
    """Whether `reply` says that its speaker doesn't know, and doesn't answer all the same.

    `about` is what was asked for, `known` all that the speaker was told: a name, a number or a
    statement about the thing asked for that isn't in there is invented.
    """
    return _ADMITS.search(reply) is not None and not invents(reply, about, known)


def invents(reply: str, about: str, known: str) -> bool:
    """Whether a clause of `reply` that admits nothing states something new."""
    clauses = [clause.strip(" ,\"'“”") for clause in _CLAUSE.split(reply)]
    stated = [c for c in clauses if c and not c.endswith("?") and not _ADMITS.search(c)]
    return any(
        _ASSERTS.search(clause) is not None
        or _DIRECTS.search(clause) is not None
        or _counts(clause, known)
        or _names(clause, known)
        or _tells_of(clause, about)
        for clause in stated
    )


def _counts(clause: str, known: str) -> bool:
    """Whether it gives a number of something that nobody told of."""
    told = [word.text for word in telling_words(known)]
    pairs = set(pairwise(told))
    words = telling_words(clause)
    return any(
        number.text.isdigit()
        and _COUNTED.match(clause[unit.start : unit.end].lower()) is not None
        and (number.text, unit.text) not in pairs
        for number, unit in pairwise(words)
    )


def _names(clause: str, known: str) -> bool:
    """Whether it names somebody or some place that nobody told of."""
    told = known.lower()
    found = (match[0].lower() for match in _NAME.finditer(clause))
    names = (re.sub(r"['’]s$", "", name) for name in found)
    return any(name not in told and name not in _CALLS for name in names)


def _tells_of(clause: str, about: str) -> bool:
    """Whether it begins with the thing asked for and goes on with a verb."""
    if not about or _DENIES.search(clause):
        return False
    begins = rf"^(?:(?:the|a|an|that|this|your|old|our)\s+)*{re.escape(about)}s?"
    match = re.match(rf"{begins}(?=\s|['’])\s*", clause, re.IGNORECASE)
    return match is not None and _STATES.match(clause[match.end() :]) is not None
