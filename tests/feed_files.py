"""Files in the shape of the official feed, made of rounds; and the table of rounds as it was before a test."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Final

import pytest

from rules import rounds as table
from rules.facts import InvitedProgram
from rules.rounds import Band, Pool, Round, RoundKind, order_of

NOW: Final = datetime(2026, 11, 29, 12, tzinfo=UTC)
ADDRESS: Final = "/content/canadasite/en/express-entry-rounds/invitations.html?q="
PROGRAMS: Final = {
    InvitedProgram.federal_skilled_worker: "Federal Skilled Worker Program",
    InvitedProgram.canadian_experience: "Canadian Experience Class",
    InvitedProgram.skilled_trades: "Federal Skilled Trades Program",
    InvitedProgram.provincial_nominee: "Provincial Nominee Program",
}
FRENCH_PROGRAMS: Final = {
    InvitedProgram.federal_skilled_worker: "Programme des travailleurs qualifiés (fédéral)",
    InvitedProgram.canadian_experience: "Catégorie de l’expérience canadienne",
    InvitedProgram.skilled_trades: "Programme des travailleurs de métiers spécialisés (fédéral)",
    InvitedProgram.provincial_nominee: "Programme des candidats des provinces",
}
BANDS: Final = {
    1: [(601, 1200)], 2: [(501, 600)], 3: [(491, 500), (481, 490), (471, 480), (461, 470), (451, 460)],
    4: [(491, 500)], 5: [(481, 490)], 6: [(471, 480)], 7: [(461, 470)], 8: [(451, 460)],
    9: [(441, 450), (431, 440), (421, 430), (411, 420), (401, 410)],
    10: [(441, 450)], 11: [(431, 440)], 12: [(421, 430)], 13: [(411, 420)], 14: [(401, 410)],
    15: [(351, 400)], 16: [(301, 350)], 17: [(0, 300)],
}  # fmt: skip
TEN_POINTS: Final = (
    (601, 1200), (501, 600), *BANDS[3], *BANDS[9], (351, 400), (301, 350), (0, 300),
)  # fmt: skip

Object = dict[str, object]


@pytest.fixture
def only_shipped_rounds() -> Iterator[None]:
    """The table of rounds begins and ends as it is shipped."""
    table.know(())
    yield
    table.know(())


def a_round(number: str = "448", day: date = date(2026, 10, 5), **changes: object) -> Round:
    """A round that is not among the shipped ones: Canadian Experience Class, after all of them."""
    people = (728, 21070, 12745, 12817, 16465, 16257, 14847, 13677, 13419, 12173, 11888, 11454, 47298, 17359, 7707)
    pool = Pool(day, tuple(Band(*ends, each) for ends, each in zip(TEN_POINTS, people, strict=True)), sum(people))
    one = Round(
        number=number,
        day=day,
        instant=datetime(day.year, day.month, day.day, 14, 12, 15, tzinfo=UTC),
        kind=RoundKind.program,
        name_en="Canadian Experience Class",
        name_fr=None,
        programs=(InvitedProgram.canadian_experience,),
        category=None,
        version=None,
        invitations=2000,
        cut_off=517,
        tie_break=datetime(2026, 4, 12, 4, 32, 26, tzinfo=UTC),
        pool=pool,
    )
    return one._replace(**changes)  # type: ignore[arg-type]


def feed_object(one: Round, *, french: bool = False) -> Object:
    """A round as the official file says it; in French with the French name and a space for the comma."""
    name = (one.name_fr or "") if french else one.name_en
    programs = FRENCH_PROGRAMS if french else PROGRAMS
    link = f"<a href='{ADDRESS}{one.number}'>"
    found: Object = {
        "drawNumber": one.number,
        "drawNumberURL": f"{link}{one.number}</a>",
        "drawDate": one.day.isoformat(),
        "drawDateFull": _day(one.day),
        "drawName": name,
        "drawSize": _number(one.invitations, french),
        "drawCRS": str(one.cut_off),
        "mitext": f"{link}Invitations to apply under the Express Entry system #{one.number}</a>",
        "DrawText1": f"{link}See full text of Ministerial Instruction</a>",
        "drawText2": ", ".join(programs[program] for program in one.programs),
        "drawDateTime": _instant(one.instant),
        "drawCutOff": _instant(one.tie_break),
        "drawDistributionAsOn": _day(one.pool.as_of if one.pool else one.day),
    }
    people = {} if one.pool is None else {(band.first, band.last): band.people for band in one.pool.bands}
    for place, ends in BANDS.items():
        told = people.get((ends[-1][0], ends[0][1]), sum(people.get(each, 0) for each in ends))
        found[f"dd{place}"] = _number(told, french)
    found["dd18"] = _number(one.pool.total if one.pool else 0, french)
    return found


def feed_file(objects: Iterable[Mapping[str, object]]) -> bytes:
    """The official file: the newest round first, lines that end as on Windows, nothing but ASCII."""
    rows = ",\n        ".join(json.dumps(each) for each in objects)
    text = f'{{\n    "classes": "wb-tables",\n    "rounds": [\n        {rows}\n    ]\n}}\n'
    return text.replace("\n", "\r\n").encode("ascii")


def file_of(rounds: Iterable[Round]) -> bytes:
    """The official file of some rounds."""
    return feed_file(feed_object(one) for one in sorted(rounds, key=lambda one: order_of(one.number), reverse=True))


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _instant(instant: datetime | None) -> str:
    return "" if instant is None else f"{_day(instant.date())} at {instant:%H:%M:%S} UTC"


def _number(number: int, french: bool) -> str:
    return f"{number:,}".replace(",", " ") if french else f"{number:,}"
