"""Whether a reply says that its speaker doesn't know, and invents nothing besides.

By what English says in general, in whatever manner: any model is judged by the same patterns.
"""

import re
from itertools import pairwise

from npcgen.evaluation.judge.words import telling_words

_NOT = (
    r"(?:(?:do|does|did|could|would|can|will|have|has|had|is|am|are|was|were|should|might|may|must)"
    r"(?:n['’]?t|\s+not)|cannot|never|nor\s+(?:do|did|have|can|could|would|am)|not|neither|hardly"
    r"|barely|scarcely|nothing|no\s?(?:one|body|\s+soul|\s+man|\s+book|\s+voice))"
)
_LEARNING = (
    r"(?:know|knew|known|knows|say|said|tell|told|recall|remember|recognise|recognize|recollect"
    r"|answer|heard|hear|meet|met|see|seen|saw|sure|certain|guess|speak|spoken|swear|familiar"
    r"|aware|acquainted|learn|learned|learnt|taught|shown|show|inform(?:ed)?|mention(?:ed)?"
    r"|understand|help|name|named|deduce|place|find|found|read|written|marked|listed|recorded"
    r"|presented|introduced|revealed|supplied|shared|confided|reached|crossed|come\s+up|came\s+up)"
)
_GIVING = (
    r"(?:sell|sold|carry|stock|deal|trade|priced?|for\s+sale|be\s+bought|direct|point|guide"
    r"|lead|led|been\s+there|been|gone|went|go\s+there|walked|travelled|give\s+(?:you\s+)?one)"
)
_THING = (
    r"(?:idea|clue|notion|inkling|knowledge|memory|record|recollection|word|mention|answers?|news"
    r"|tidings|trace|price|figure|map|name|report|account|note|entry|whisper|sign|way\s+to\s+know)"
)
_ADMISSIONS = (
    rf"\b{_NOT}\b(?:[\s,]+[\w'’]+){{0,4}}?[\s,]+(?:{_LEARNING}|{_GIVING})\b",
    rf"n['’]t\b(?:\s+[\w'’]+){{0,4}}?\s+(?:{_LEARNING}|{_GIVING})\b",
    r"\bI\s+(?:really\s+|truly\s+)?(?:(?:do|did|have|can|could|would|am)(?:\s+not|n['’]t)|cannot)"
    r"\s*[.!,;…]",
    r"\byou\s+have\s+not\s*[.!]|\byou\s+(?:have\s+)?(?:gave|given|told|said|left)\s+(?:me\s+)?"
    r"(?:no|nothing|none)\b|\byou\s+have\b[^.!?]*\bbeen\s+(?:silent|quiet)\b",
    rf"(?:\b(?:no|little|without|nothing)|(?:\bnot|n['’]t)\s+(?:an?|any|the\s+(?:faintest|slightest"
    rf"|least|foggiest)))"
    rf"\s+(?:\w+\s+)?{_THING}\b",
    r"\b(?:have|has|had|got|hold|holds|keep|kept|find|found)(?:\s+|n['’]t\s+)(?:got\s+)?"
    r"(?:no|nothing|none)\b|\bwithout\s+knowing\b|\bunable\s+to\b|\bat\s+a\s+loss\b",
    r"\b(?:know|knew|heard|learned|remember|recall|understand)s?\s+"
    r"(?:of\s+)?(?:nothing|none|little|no|nobody|naught|not)\b",
    r"\bno\s+such\b|\bnothing\s+(?:about|of|on)\s+(?:that|it|him|her|them|this|those|any)\b",
    r"\b(?:not|n['’]t)\s+(?:among|one\s+of|part\s+of|in\s+(?:any|there|them|here|it|my)|on\s+(?:any|my"
    r"|the\s+list))\b",
    r"\b(?:unknown|news|new|strange|a\s+stranger|a\s+riddle|a\s+puzzle|foreign|nothing|unfamiliar"
    r"|hidden|lost|veiled|dark|blank|closed)\s+(?:to|from|on|for|in)\s+(?:me|us|these|my)\b",
    r"\bmystery\b|\ba\s+blank\b|\bbeyond\s+(?:me|my|us|our)\b|\boutside\s+(?:of\s+)?my\b"
    r"|\bover\s+my\s+head\b|\bslipped\s+(?:past|my|out)\b|\bslips?\s+my\b",
    r"\b(?:escapes?|eludes?|escaped|eluded)\s+(?:me|my)\b|\b(?:have|has|got)\s+me\s+there\b",
    r"\b(?:wish|if)\s+(?:only\s+)?i\s+(?:knew|had|could\s+(?:\w+\s+)?(?:say|tell|help|answer"
    r"|point|show|give|name))\b",
    r"\b(?:somebody|someone|anybody|anyone)\s+(?:else|other|wiser|with\s+a|who)\b|\bask\s+"
    r"(?:another|elsewhere|around|others)\b|\bask\s+me\s+(?:something|about\s+something|another)\b",
    r"\brings?\s+no\s+bell\b|\b(?:means|says|tells)\s+(?:me\s+)?nothing\b|\bnot\s+my\s+(?:field"
    r"|trade|business|line|department|province)\b",
    r"\bwhat(?:ever)?(?:['’]s|\s+is|\s+are|\s+in\b[^.?!]*?\bis|\s+on\b[^.?!]*?\bis)\s+"
    r"(?:that|this|those|these|it|an?)\b[^.!?]*\?|\b(?:an?|the)\W+what\s*\?"
    r"|\bwho(?:['’]s|\s+is)\s+(?:that|he|she|this)\b[^.!?]*\?",
    r"\bis\s+(?:that|it|this)\s+(?:an?|some)\b[^.!?]*\?|\bhow\s+(?:should|would|could|can)\s+i\s+know\b",
    r"\b(?:hard|difficult|impossible)\s+to\s+(?:say|tell)\b|\bmake\s+(?:no|any)?\s*sense\b"
    r"|\b(?:who|what|where)ever\s+(?:that|it|he|she|they)\s+(?:is|are|was|may|might)\b",
    r"\byou\s+(?:have\s+)?(?:kept|omitted|forgot|forgotten|failed|neglected|were\s+silent|hold\s+back)"
    r"\b|\b(?:not|never|n['’]t)\s+(?:\w+\s+)?(?:talked|discussed|to\s+me)\b",
    r"\b(?:mere|only|just|pure|an?)\s+(?:a\s+)?(?:guess|guesswork)\b|\bif\s+i\s+know\b|\bi\s+missed\s+it\b"
    r"|\b(?:send|lead|point)\s+you\s+(?:wrong|astray)\b|\b(?:is|are|was)\b[^.!?]*\bblank\b",
    r"\bthere\s+(?:is|are)\s+none\b|(?:\bnot|n['’]t)\s+(?:have\s+any\b|appear)|\bi\s+never\s+had\b",
    r"\bno(?:body|\s?one|\s+\w+)\s+(?:(?:i\s+have\s+\w+|here|ever|has|yet)\s+)*(?:took|taken|offered"
    r"|taught|told|showed|shown|mentions?|speaks?|spoke|talks|knows|named)\b",
    r"\bnot\s+(?:that|those|this|them)\s*[.!]|\byou\s+(?:have\s+not|haven['’]t|have\s+never)\s+(?:yet\s+)?"
    r"(?:given?|done)\b|(?:^|[.!?,]\s+)(?:who|what|where)\s*\?|\bexists?\s*\?",
    r"\b(?:what\s+an?|such\s+an?|an?)\s+(?:\w+\s+)?(?:strange|funny|odd|curious|peculiar|queer)"
    r"\s+(?:word|name|thing|question)\b",
)
_ADMITS = re.compile("|".join(_ADMISSIONS), re.IGNORECASE)
_REQUEST = re.compile(
    r"(?:^|(?<=[.!?…,]\s))(?:please,?\s+|and\s+|so\s+)?(?:do\s+not|don['’]t|never)\s+(?:you\s+)?"
    r"(?:tell|ask|say|speak|let|forget|remember|repeat|mention|make|think)\b[^.!?…]*",
    re.IGNORECASE,
)
"""Asks the other not to do something, and says nothing of the speaker."""
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
    r"|open|burned|gone|dead|married|worth|\d+"
    r"|an?\s+(?!strange|odd|funny|good|fine|hard|fair|curious|word|name|question|pity|shame|riddle"
    r"|mystery|blank|secret|puzzle)\w+)"
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
    told = _REQUEST.sub("", reply)
    admitted = _ADMITS.search(told) is not None or _asks_back(told, about)
    return admitted and not invents(reply, about, known)


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


def _asks_back(reply: str, about: str) -> bool:
    """Whether it asks who or what that is."""
    asks = rf"\b(?:who|what|where)(?:['’]s|\s+(?:is|are))\s+(?:the\s+|an?\s+)?{re.escape(about)}"
    return bool(about) and re.search(asks, reply, re.IGNORECASE) is not None


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
