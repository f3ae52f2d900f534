"""What a figure counts: the unit or the noun that follows it, adjectives aside."""

from __future__ import annotations

import re

from newsledger.drafting.patterns import words
from newsledger.frozen import frozen
from newsledger.values import units
from newsledger.values.units import Unit

MOST_WORDS = 5
"""So many words may stand between a figure and what it counts: "two small, connected pockets"."""

STOPS = words(
    "a an the this that these those its his her their our my your of in on at by for from to with without"
    " within into onto"
    " over under above below across along around near between among against during before after since until till as"
    " than and or but nor so yet if when while where which who whom whose what how because though although is are was"
    " were be been being has have had do does did will would can could may might must shall should not no also too then"
    " now here there per each every all both either neither only just still again ago out off up down"
    " away late early he she it they we i you him them"
    " us said says say told according including about more less fewer most least"
    " cast voted struck fell rose grew came went took made got won died fled stood"
    " ran sat became began broke cost drove"
    " felt found gave held hit kept knew laid met paid put read sent shut slept"
    " spent stole swept turned last next earlier"
    " set short shy ahead behind apart apiece alone together altogether overall combined daily"
    " weekly monthly nightly annually"
    " yearly abroad overseas aboard left right involved present onward onwards thereafter ashore elsewhere nationwide"
    " worldwide statewide locally nationally"
)
"""Words that no noun phrase goes on with."""

VERBED = re.compile(r"[a-z]+(?:ed|ing)$")
"""What mostly is a verb or a participle: a noun before it is the head."""

WORD = re.compile(r"\s*(,?)\s*(°[CF]|%|[^\W\d_][^\W_]*[²2]?(?:['’./-][^\W_]+)*\.?)")
_PER_CENT = re.compile(r"per cent\b", re.IGNORECASE)
_ADJECTIVE = re.compile(r"[a-z]+(?:ible|able|ous|ful|less|ly)$")
_JOINED = re.compile(r"-([^\W\d_]+)")
_BARE_DIGITS = re.compile(r"(?<![\w.,-])\d[\d.,]*$")
_ATTRIBUTE = re.compile(r"(?:-[a-z]+)? [a-z]")
_NO_NOUNS = words("something odd old plus th st nd rd year month week day a yr somethings and")
_JOINED_NOUNS = words(
    "storey story room bed bedroom seat member strong carriage coach vehicle truck engine floor page turbine"
)
"""What is counted also where it is joined to a number in words: "a nine-storey block"."""

_OTHER_KINDS = words("cubic nautical")
_BEHIND_DIGITS = re.compile(r"\d\s?$")
_OF_INCHES = re.compile(r"\)| of (?:rain|snow|precipitation|ice|water|hail)")
_ONE = re.compile(r"\b(?:one|1|a|an|single|(?:seco|thi|four|fif|six|seven|eigh|nin|ten)[a-z]{0,3})\s$", re.IGNORECASE)
_MANY = re.compile(r"(?:illion|thousand|bn|m|tn|,\d{3})\s$", re.IGNORECASE)
_STATES = words("dead killed injured wounded")
PLURALS = words(
    "people men women children police cattle sheep deer fish geese mice oxen feet teeth swine poultry livestock"
    " salmon trout bison moose shrimp squid data media bacteria larvae fungi cacti nuclei stimuli criteria phenomena"
    " wolves calves knives lives aircraft spacecraft hovercraft watercraft staff crew personnel clergy troops offspring"
    " species series headquarters crossroads barracks works buses viruses campuses bonuses gases lice pence"
    " kroner kronor koruny reais lei leva króna krónur kronur"
    " analyses crises bases theses diagnoses alumni vertebrae antennae"
)
"""Nouns in the plural that end otherwise than plurals do, or as the singular does."""

"""Before a unit of length they make another unit of it: "30 million cubic metres"."""

LEADING = words("more other others additional further new")
"""What may stand before the noun that is counted, and is none itself."""

SINGULAR = re.compile(r"(?:ss|us|is|ews)$")
ITEM = units.UNITS["item"]
PERSON = units.UNITS["person"]
_SHORT = {name: units.UNITS[code] for name, code in (("C", "degC"), ("F", "degF"), ("in", "inch"), ("won", "KRW"))}

PEOPLE = words(
    "firefighter patient student teacher official officer worker employee member evacuee migrant visitor passenger"
    " protester demonstrator driver doctor nurse volunteer rescuer hiker camper survivor victim fatality"
    " inmate detainee"
    " candidate customer guest hostage militant rebel arrest hospitalisation hospitalization detention"
    " conscript recruit"
    " reservist medic traveller traveler staff personnel crew supporter adult infant baby pupil parent farmer tourist"
    " player fan reader listener viewer user sailor pilot marine guard policeman police relative neighbour neighbor"
    " colleague delegate lawmaker senator injury miner climber swimmer runner rioter looter settler"
    " villager ranger trooper"
    " paratrooper mercenary diver engineer banker trader shopper buyer homeowner tenant commuter cyclist"
    " pedestrian motorist"
    " activist journalist scientist artist extremist terrorist worshipper pilgrim mourner spectator"
    " attendee trainee retiree"
    " nominee applicant participant contestant immigrant suspect defendant witness juror judge lawyer"
    " prosecutor attorney"
    " deputy councillor councilor minister mayor governor diplomat envoy monitor observer inspector"
    " peacekeeper commander"
    " insurgent jihadist gunman gunmen policemen paramedic surgeon midwife carer orphan toddler newborn"
    " teenager youth boy"
    " girl brother sister son daughter mother father owner manager executive director shareholder"
    " investor subscriber donor"
    " inhabitant fisherman fishermen herder trucker seafarer crewman crewmen staffer aide guest scholar priest monk"
    " nun scout officer body"
    " abductee academic accountant actor actress addict admiral adolescent agent airman airmen alderman"
    " ambassador analyst angler apprentice archaeologist architect assailant assassin athlete attacker"
    " attendant auditor author bailiff baker bandit barber bather beachgoer believer beneficiary biker bishop"
    " blogger boatman boatmen borrower boss botanist brigadier broker builder bureaucrat burglar businessman"
    " businessmen businesswoman butcher bystander cadet caller cameraman campaigner canvasser captain captive"
    " cardinal caregiver caretaker carpenter cashier castaway celebrant chairman chef chemist churchgoer"
    " citizen claimant cleaner clerk clinician coach coastguard collector colonel columnist comedian"
    " commissioner competitor complainant composer concertgoer conductor congregant congressman congressmen"
    " constable constituent consultant contender contractor convict cook copilot corporal correspondent"
    " counsellor counselor courier criminal critic curator dancer dealer debtor deckhand decorator defector"
    " dentist deportee deserter detective dissident docker drinker earner economist editor educator elder"
    " elector electrician employer enumerator escapee expat expatriate expert festivalgoer fielder fighter"
    " finalist firewoman firewomen fisher follower foreigner foreman fugitive gambler gamer gangster gardener"
    " gendarme geologist goalkeeper graduate grandchild grandchildren grandfather grandmother grandparent"
    " grower guardsman guardsmen guerrilla guide hacker hairdresser hawker headteacher healer helper herdsman"
    " herdsmen historian holidaymaker homesteader hooligan hunter husband illustrator influencer informant"
    " instructor intern interpreter interviewee invader islander jailer janitor jogger kid kidnapper laborer"
    " labourer landlord landowner lawbreaker leader learner lecturer lender librarian lieutenant lifeguard"
    " lifter linesman linesmen lodger logger longshoreman lumberjack machinist magistrate maid marcher martyr"
    " mason mechanic medalist medallist merchant messenger metalworker militiaman militiamen milkman minor"
    " missionary monarch mountaineer musician national negotiator neurologist newcomer novelist onlooker"
    " opponent orderly organiser organizer outlaw painter pallbearer parishioner parliamentarian partisan"
    " partygoer passerby pastor pathologist patron peasant pensioner performer perpetrator petitioner"
    " pharmacist photographer physician physicist picker picketer pioneer pirate plaintiff plumber poacher"
    " poet policewoman policewomen politician pollster porter postman postmen practitioner preacher presenter"
    " president prince princess producer professional professor programmer prospector psychiatrist"
    " psychologist publican rabbi radiographer rancher realtor receptionist recipient referee registrar"
    " reporter representative researcher respondent responder retailer returnee reveler reveller reviewer"
    " rider robber roofer rower royal salesman salesmen saver schoolboy schoolchild schoolchildren schoolgirl"
    " seamstress secretary seeker senior sergeant servant serviceman shepherd sheriff shooter shopkeeper"
    " signatory singer skater skier skipper slave smoker smuggler sniper snowboarder speaker specialist"
    " spokesman spokesmen spokesperson spokeswoman spokeswomen sponsor spouse spy statesman steelworker"
    " stevedore steward stewardess strategist striker stroller subcontractor superintendent supervisor surfer"
    " surveyor sweeper tailor technician teen theologian therapist thief thieves thinker townspeople tradesman"
    " tradesmen trafficker trainer translator treasurer trekker tutor twin uncle undergraduate underwriter"
    " unionist vacationer vaccinator vandal vendor vet veteran veterinarian viceroy vintner violinist"
    " virologist waiter waitress walker warden warrior weaver welder whistleblower widow widower wife winner"
    " wives workman workmen wrestler writer yachtsman yachtsmen youngster zookeeper"
)
"""Words for people that the table of units does not hold; told as people all the same."""


_MADE_OF = re.compile(
    r".(?:goer|worker|maker|keeper|holder|seeker|fighter|owner|dweller|rider|bearer|taker|giver|seller|layer|ologist"
    r"|iatrician|woman|craftsman|sman)s?$|.(?:women|smen|people|folk|persons)$|^(?!fish|spec|om|am|hu|wo)[a-z]{2,}men$"
)
"""How words for people are made: "festivalgoers", "policymakers"; "regimen" ends otherwise than "gunmen"."""


@frozen(kw_only=True)
class Noun:
    """What is counted: the unit, the noun as told, and its place; `hyphen` is whether it is joined to the figure."""

    unit: Unit
    words: str
    begin: int
    end: int
    hyphen: bool = False
    known: bool = True


def noun_after(text: str, at: int) -> Noun | None:
    """The unit or noun that a figure before this place counts.

    >>> noun_after("two small, connected pockets of land", 3).words
    'pockets'
    >>> noun_after("11,000 North Korean troops", 6).unit.symbol
    'person'
    """
    if text[at : at + 1] == "-":
        return _hyphened(text, at)
    phrase: list[re.Match[str]] = []
    here = at
    while len(phrase) < MOST_WORDS and (found := WORD.match(text, here)):
        plain = found[2].casefold().rstrip(".")
        if plain in LEADING and not phrase:
            here = found.end()
            continue
        stops = plain in STOPS and not _PER_CENT.match(text, found.start(2)) and not _is_short(text, [*phrase, found])
        if stops or (found[1] and not phrase):
            break
        if found[1] and (is_many(phrase[-1][2]) or not _goes_on(text, found)):
            break
        phrase.append(found)
        if noun := _unit_at(text, phrase):
            return noun
        here = found.end()
        if found[2].endswith(".") and plain + "." != found[2].casefold():
            break
    return _head(phrase)


def _goes_on(text: str, found: re.Match[str]) -> bool:
    """Whether what stands behind a comma still belongs to the phrase: another adjective, then a unit."""
    if found[2][0].isupper():
        return False
    two = [found, WORD.match(text, found.end())]
    return any(one is not None and _lookup(one[2]) is not None for one in two)


def _unit_at(text: str, phrase: list[re.Match[str]]) -> Noun | None:
    """The unit that the last words tell: two words before one."""
    last = phrase[-1]
    follows = WORD.match(text, last.end())
    if len(phrase) > 1 and phrase[-2][2].casefold() in _OTHER_KINDS:
        return None
    if follows and not follows[1]:
        third = WORD.match(text, follows.end())
        for end in [*([third.end(2)] if third and not third[1] else []), follows.end(2)]:
            unit = units.known(text[last.start(2) : end].rstrip("."))
            if unit is not None:
                return _noun(unit, text, last.start(2), end)
    if _is_short(text, phrase):
        return _noun(_SHORT[last[2].rstrip(".")], text, last.start(2), last.end(2))
    unit = None if follows and _is_compound(text, phrase, follows) else _lookup(last[2])
    if last[2].casefold() in {"percentage", "percent"} and follows and follows[2].casefold().startswith("point"):
        return _noun(units.UNITS["%"], text, last.start(2), follows.end(2))
    if unit is None:
        return None
    return _noun(unit, text, last.start(2), last.end(2))


def _noun(unit: Unit, text: str, begin: int, end: int) -> Noun:
    told = text[begin:end].rstrip(".") or text[begin:end]
    return Noun(unit=unit, words=told, begin=begin, end=begin + len(told))


def _is_short(text: str, phrase: list[re.Match[str]]) -> bool:
    """Whether a short word that mostly means something else is a unit here: `38 C`, `0.24 in of rain`."""
    if phrase[-1][2] == "won":
        return len(phrase) == 1 and _MANY.search(text[: phrase[0].start(2)]) is not None
    return _is_scale(text, phrase) or _is_inches(text, phrase)


def _is_scale(text: str, phrase: list[re.Match[str]]) -> bool:
    """Whether a letter right behind digits is a scale of temperature: `38 C`."""
    letter = phrase[0][2].rstrip(".")
    return len(phrase) == 1 and letter in {"C", "F"} and _BEHIND_DIGITS.search(text[: phrase[0].start(2)]) is not None


def _is_inches(text: str, phrase: list[re.Match[str]]) -> bool:
    """Whether an "in" behind digits is a length: `0.24 in)`, `2 in of rain`."""
    last = phrase[-1]
    return len(phrase) == 1 and last[2] == "in" and _OF_INCHES.match(text, last.end(2)) is not None


def _is_compound(text: str, phrase: list[re.Match[str]], follows: re.Match[str]) -> bool:
    """Whether a counted thing told in the singular only says which sort the next word is: `three home matches`."""
    last, word = phrase[-1][2], follows[2].rstrip(".")
    unit = _lookup(last)
    if unit is None or not unit.dimension.startswith("count:") or follows[1] or not is_many(word):
        return False
    if last.casefold() in _STATES:
        return not (is_people(word.casefold()) or units.known(word) is PERSON)
    return not is_many(last) and _ONE.search(text[: phrase[0].start(2)]) is None and word.casefold() not in STOPS


def is_many(word: str) -> bool:
    """Whether a noun stands in the plural."""
    plain = word.casefold()
    return plain in PLURALS or (plain.endswith("s") and SINGULAR.search(plain) is None and len(plain) > len("yes"))


def _lookup(word: str) -> Unit | None:
    """The unit of one word; a currency by its code alone where the word is no ordinary one."""
    plain = word.rstrip(".").casefold()
    if plain in {"won", "real", "second", "d", "h", "m", "t", "b", "g", "kn", "share"} and word not in {"m", "t"}:
        return None
    unit = units.known(word.rstrip("."))
    return unit or (PERSON if is_people(plain) else None)


def is_people(word: str) -> bool:
    """Whether a word means people."""
    one = f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")
    return not PEOPLE.isdisjoint({word, one, word.removesuffix("es")}) or _MADE_OF.search(word) is not None


def _hyphened(text: str, at: int) -> Noun | None:
    """`30-day`, `seven-month-long`, `50-acre`: a unit that is joined to the figure; and `120-seat` behind digits."""
    found = _JOINED.match(text, at)
    if found is None:
        return None
    unit = units.known(found[1])
    if unit is not None and not unit.dimension.startswith("count:"):
        return Noun(unit=unit, words=found[1], begin=found.start(1), end=found.end(1), hyphen=True)
    if (
        (_BARE_DIGITS.search(text[:at]) is None and found[1] not in _JOINED_NOUNS)
        or found[1] in _NO_NOUNS
        or not _ATTRIBUTE.match(text, found.end())
    ):
        return None
    told = unit or (PERSON if is_people(found[1]) or found[1] == "strong" else ITEM)
    return Noun(unit=told, words=found[1], begin=found.start(1), end=found.end(1), hyphen=True, known=unit is not None)


def _head(phrase: list[re.Match[str]]) -> Noun | None:
    """The noun of a phrase without a known unit: its first plural, else its first word."""
    if not phrase:
        return None
    plural = [at for at, one in enumerate(phrase) if is_many(one[2].rstrip("."))]
    at = plural[0] if plural else 0
    while at + 1 in plural and not phrase[at][2].endswith("."):
        at += 1  # "12 sports clubs"
    head = phrase[at]
    told = head[2].rstrip(".")
    begin = phrase[phrase.index(head) - 1].start(2) if _is_other_kind(phrase, head) else head.start(2)
    end = head.start(2) + len(told)
    if not plural and (VERBED.search(told) or _ADJECTIVE.search(told)):
        return None
    return Noun(unit=ITEM, words=head.string[begin:end], begin=begin, end=end, known=False)


def _is_other_kind(phrase: list[re.Match[str]], head: re.Match[str]) -> bool:
    at = phrase.index(head)
    return at > 0 and phrase[at - 1][2].casefold() in _OTHER_KINDS
