"""The words by which a text says who speaks: verbs, roles, and patterns of both."""

from __future__ import annotations

import re

from newsledger.drafting.patterns import any_of, either, words

SAYS = either(
    "said says say stated states told warned warns announced announces added adds confirmed confirms reported reports"
    " claimed claims estimated estimates suggested suggests suggest noted notes wrote writes argued"
    " argues insisted insists"
    " declared declares acknowledged acknowledges conceded predicted predicts projected projects called accused accuses"
    " alleged alleges maintained maintains explained urged urges promised vowed vows recorded estimate report counted"
    " tallied showed shows show indicated indicates indicate tweeted posted put puts listed lists framed"
    " responded agreed"
    " raised signaled signalled"
)
"""Verbs behind which somebody's words stand."""

DENIES = either("denied denies deny dismissed dismisses rejected rejects disputed disputes refuted contested rebutted")

_WILL_NOT = r"declined|refused|refuses|declines|would not|did not want|was unwilling|were unwilling"
_SPEAK = (
    "comment|confirm|say|answer|discuss|give|provide|speculate|be drawn|respond|disclose|elaborate"
)  # fmt: skip
_DID_NOT = "comment|confirm|respond|reply|answer|immediately respond|immediately comment|say whether|return"
SILENT = (
    rf"(?:{_WILL_NOT}) to (?:{_SPEAK})|(?:would|did|could|does|do) not (?:{_DID_NOT})"
    r"|(?:could not|cannot) (?:immediately )?be reached|had no comment|(?:has|have) not commented"
    r"|(?:made|offered|gave) no comment"
)
"""How a text says that somebody was asked and would not speak."""

_ALSO = (
    "has have had also later earlier repeatedly meanwhile then already publicly however initially flatly"
    " strongly still now"
    " again previously since formally separately"
)
AUX = rf"(?:(?:{either(_ALSO)})[, ]+)*"
"""What may stand between a speaker and the verb."""

_NO_VERB = words("or to was is were are been be the a an this its their his her our no")
_PASSIVE = "".join(rf"(?<!\b{word} )" for word in sorted(_NO_VERB))
VERB = re.compile(
    rf"(?<=[\w,”\"’)] ){_PASSIVE}(?P<aux>{AUX})(?:(?P<silent>{SILENT})|(?P<denies>{DENIES})|(?P<says>{SAYS}))\b(?!-)"
)

_ANYBODY = r"[^\W\d_][^.;:!?—]*?"
_TITLE = r"\b(?:Dr|Mr|Mrs|Ms|Prof|Gen|Lt|Col|Sgt|Sen|Gov|Rep|[A-Z])\."
_NO_TITLE = "".join(rf"(?<!\b{word})" for word in ("Dr", "Mr", "Mrs", "Ms", "Prof", "Gen", "Lt", "Col", "Sen", "Gov"))
_THEN = either("on in at after before as while who late early yesterday today told to")
ACCORDING = re.compile(
    rf"\b[Aa]ccording to (?P<who>{_ANYBODY})"
    r"(?=,|\.(?:\s|$)|;|$|\)| and (?:that|there)\b| (?:released|published|issued|obtained|posted)\b)"
)
INVERTED = re.compile(
    r"[,”\"’?!]+ (?P<verb>said|says|added|wrote|warned|told) "
    rf"(?P<who>(?:{_TITLE}|[A-Z]|the |a |an )(?:{_TITLE}|[^.;:!?—”\"])*?)(?=,|{_NO_TITLE}\.(?:\s|$)|$|;| (?:{_THEN})\b)"
)
POSSESSIVE = re.compile(
    r"(?P<who>(?:[Tt]he )?[A-Z][\w.-]*(?: [A-Z][\w.-]*){0,3}|the (?:[a-z]+ ){0,2}[a-z]+)[’']s (?:own )?"
    r"(?P<what>claims?|statement|estimates?|warning|denial|count|tally|figures?|data)"
    r" (?:that|of|for|shows?|puts?|suggests?)\b"
)
_SOURCES = either("Data Figures Numbers Results Returns Maps Images Records Estimates")
DATA = re.compile(
    rf"\b(?i:{_SOURCES}) (?:[a-z]+ )?(?:from|by|of|released by|published by|compiled by)"
    rf" (?P<who>[^.;:!?—,]*?) (?:{SAYS})\b"
)
THAT = re.compile(
    rf"\b(?:claims|allegations|accusations|reports|suggestions) that (?P<who>[^.;:!?—,]*?) {AUX}(?:{DENIES})\b"
)
HEARSAY = re.compile(
    r"\b(?:reportedly|allegedly|it is (?:said|claimed|rumou?red)|unconfirmed reports|witnesses said|rumou?rs)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")

_JOINS = either("but while although though whereas as after before because when and which that where if")
CLAUSE = re.compile(rf"(?:[;:—]|[”\"]|,? (?:{_JOINS}) |, )")
"""Where a clause begins."""

LEADS = any_of(
    r"^(?:however|meanwhile|but|and|in a statement|later|earlier|separately|in"
    r" turn|also|still|yesterday|today|both)[, ]+",
    r"^(?:for (?:his|her|its|their) part|since then|so far|instead|in response|while|as)[, ]+",
    r"^(?:on|by) \w+day(?: (?:morning|night|evening|afternoon))?[, ]+|^(?:in|at) \w+[, ]+",
    r"^at a (?:news|press) (?:conference|briefing)[, ]+",
    flags=re.IGNORECASE,
)
"""What may stand before a speaker at the beginning of a clause."""

OF_BOTH = re.compile(
    r"(?P<what>[A-Z][a-z]+(?: [a-z]+){0,2}) (?:from|of) (?:both )?(?P<one>[A-Z][\w-]+) and"
    r" (?P<other>[A-Z][\w-]+)(?: [a-z]+)?"
)
"""`Maps of both X and Y`: two sources."""

PRONOUN = re.compile(r"(?:he|she|they|it|who)", re.IGNORECASE)
NOBODY = re.compile(
    r"(?:there|this|that|these|those|what|some|many|no one|nobody|all|none|most|nothing)\b", re.IGNORECASE
)
_ROLES = (
    "officials? spokes(?:man|woman|person|people) police ministry minister department office agency commission service"
    " authorities government company union mayor governor sheriff chief director council court campaign party president"
    " scientists? researchers? doctors? experts? analysts? critics? residents? witnesses observers? intelligence"
    " sources? maps military bloggers? blog team hospital university institute board county state city group commander"
    " coroner"
    " registrar clerk networks? broadcasters? investigators? leaders? lawyers? organi[sz]ation centre center model"
    " modell?ers forecasters? bureau"
)
ROLE = re.compile(rf"\b(?:{either(_ROLES)})\b", re.IGNORECASE)
"""Words for those whom texts quote without a name."""
