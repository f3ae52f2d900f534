"""Long series: few sources that tell of few slots day after day, and take some of it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random

from newsledger import codec
from newsledger.event import Event, Said, say
from newsledger.fact import Fact
from newsledger.kinds.alias import Alias
from newsledger.kinds.casualties import Casualties
from newsledger.kinds.control import Control
from newsledger.kinds.indicator import Indicator
from newsledger.kinds.redaction import Redaction
from newsledger.kinds.retraction import Retraction
from newsledger.kinds.source import Source
from newsledger.kinds.state import State
from newsledger.kinds.support import Support
from newsledger.kinds.territory_held import TerritoryHeld
from newsledger.kinds.void import Void
from newsledger.values.quantity import Quantity

START = dt.date(2025, 2, 1)
DAYS = 45
SOURCES = ("wire", "daily", "desk", "spokesman", "unnamed")
RECORDED = dt.datetime(2025, 3, 25, 12, tzinfo=dt.UTC)


def _fact(random: Random, most: int) -> Fact:
    number = random.choice((100, 100, 110, 120))
    made: list[Callable[[], Fact]] = [
        lambda: TerritoryHeld("kursk", "ukraine", area=Quantity.read(f"{number} km2")),
        lambda: TerritoryHeld("kursk", "ukraine", area=Quantity.read(f"{random.choice(('~', '<=', ''))}{number} km2")),
        lambda: TerritoryHeld(
            "kursk", "ukraine", area=Quantity.read(f"{number} km2"), share=Quantity.read("0.1 share")
        ),
        lambda: Casualties("russia", "killed", "military", "total", "war", number=Quantity.read(f"{number} person")),
        lambda: Casualties("russia", "killed", "military", "new", "war", number=Quantity.read(f"{number} person")),
        lambda: State("bridge", "open", term=random.choice(("yes", "no"))),
        lambda: Control("sudzha", holder=random.choice(("russia", "ukraine"))),
        lambda: Indicator(
            "russia", "rate", number=Quantity.read(random.choice((f"{number} item", f"{number} km2", "unknown")))
        ),
        lambda: Support(
            "us", "ukraine", "shells", stage=random.choice(("pledged", "delivered")), amount=Quantity.read("5 USD")
        ),
    ]
    return random.choice(made[most::3])()


def _day(random: Random, *, before: int = DAYS) -> dt.date:
    return START + dt.timedelta(days=random.randrange(max(1, before)))


def _when(random: Random, day: dt.date) -> str:
    earlier = day - dt.timedelta(days=random.randrange(1, 9))
    hour = random.randrange(24)
    forms = [str(day)] * 6 + [f"{day}T{hour:02}:30Z", f"{earlier}/{day}", str(day)[:7], f"{earlier}/..", f"{day}~"]
    return random.choice(forms)


def _report(random: Random, most: int, corrects: str | None = None, like: Said | None = None) -> Said:
    day = _day(random)
    told = like.reported.text if like is not None and like.reported is not None and random.random() < 0.2 else None
    later = day + dt.timedelta(days=random.choice((0, 0, 0, 1, 6)))
    fact = _fact(random, most)
    counted = fact.spec.name == "casualties" or random.random() < 0.1
    occurred = f"2025-01/{day}" if counted and random.random() < 0.9 else _when(random, day)
    stance = random.choice(["asserts"] * 9 + ["denies", "no-comment"])
    source = random.choice(SOURCES)
    via = random.choice([(), (), ("paper",), ("site",)])
    return say(
        like.fact if like is not None and isinstance(like.fact, Fact) else fact,
        source=like.source if like is not None and random.random() < 0.8 else source,
        via=via, stance=stance if like is None else like.stance,
        occurred=like.occurred if like is not None else occurred,
        reported=told or random.choice((str(later), f"{later}T{random.randrange(24):02}:00Z")),
        story=random.choice(("kursk", "kursk", "Kursk", "front", None)), corrects=corrects,
        confidence=random.choice([None] * 6 + ["low", "0 %"]),
    )  # fmt: skip


def _other(random: Random, most: int, events: list[Event]) -> Said:
    """Something about what was told before: again, corrected, taken back, entered wrongly."""
    target = random.choice(events)
    said = target.said
    source = random.choice((said.source, said.source, random.choice(SOURCES))) or "desk"
    day = _day(random)
    made: list[Callable[[], Said]] = [
        lambda: _report(random, most, like=said if not said.ours and said.kind != "retraction" else None),
        lambda: _report(random, most, like=said if not said.ours and said.kind != "retraction" else None),
        lambda: _report(random, most, corrects=target.id),
        lambda: say(Retraction(target.id), source=source, reported=str(day), story=random.choice(("kursk", None))),
        lambda: say(Retraction(target.id), source=source, reported=str(day)),
        lambda: say(Void(target.id, reason="twice", replaced_by=random.choice((None, random.choice(events).id)))),
    ]
    return random.choice(made)()


def _ours(random: Random) -> Said:
    made: list[Callable[[], Said]] = [
        lambda: say(Source("spokesman", speaks_for="ukraine"), occurred="2025-01-01"),
        lambda: say(Source("daily", derived_from="wire"), occurred="2025-01-01"),
        lambda: say(Source("wire", grade=random.choice("BCF")), occurred=str(_day(random))),
        lambda: say(Source("desk", grade="F"), occurred=str(_day(random))),
        lambda: say(Source("daily", grade="B", side="ukraine"), occurred=str(_day(random))),
        lambda: say(Alias("front", meaning="kursk")),
        lambda: say(Alias("the bridge", meaning="bridge")),
        lambda: say(Alias("desk", meaning="daily")),
    ]
    return random.choice(made)()


def series(random: Random, many: int) -> list[Event]:
    """The events of a ledger in which much is told again and again."""
    most = random.randrange(3)
    events: list[Event] = []
    for _ in range(many):
        chance = random.random()
        said = _report(random, most)
        if chance < 0.3 and events:
            said = _other(random, most, events)
        elif chance < 0.36:
            said = _ours(random)
        elif chance < 0.37 and events:
            said = say(Redaction(random.choice(events).id, reason="a minor", authority="desk"))
        moment = RECORDED if random.random() < 0.5 else RECORDED - dt.timedelta(days=random.randrange(50))
        events.append(codec.stamp(said, recorded=moment, by="desk"))
    return events
