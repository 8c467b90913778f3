"""Reading a letter of invitation or a list of points that was pasted as text: in memory, line by line.

What a letter says is read by patterns in English and French, whatever the person's language, with numbers and dates as
they are written there: "CRS - Human Capital - Age 110", « Niveau de scolarité : 135 points », a label and its points
on two lines. Names, numbers of a person or a file, and addresses are struck out before anything is read. What is not
certain is left out, never guessed. The reader never raises, and takes a time that grows with the length of the text.

The chart of the letter is that of IRCC's instructions to its officers ("Express Entry: Invitation to Apply", as
archived); the longer list is that of the official tool for the CRS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from conversations import answers as typed
from conversations.invitation.kinds import Clock, read_clock
from rules.clocks import last_day_before
from rules.facts import EXPRESS_ENTRY_BEGAN, LONGEST_INVITATION, MOST_CRS, InvitedProgram
from rules.rounds import round_of

LONGEST: Final = 8_000
"""Characters of a text that are looked at; a message of Telegram has at most 4,096."""

LONGEST_LABEL: Final = 90
"""Characters of a label before its points, folded; prose is longer."""

LONGEST_LINE: Final = LONGEST_LABEL + 40
FEWEST_LINES: Final = 3
MOST_DAYS: Final = 20

# --- what is struck out ---

STRUCK: Final = "\N{FULL BLOCK}" * 3

_MAIL = re.compile(r"\S{1,64}@\S{1,190}")
_NUMBERS = re.compile(
    r"\b(?:[A-Za-z]{1,2}\d{6,10}|[A-Za-z]\d{6}[A-Za-z]{2}|\d{2}[A-Za-z]{2}\d{5}|\d{2}-\d{4}-\d{4}|\d{4}[ -]\d{4}"
    r"|\d{8,10})\b"
)
_MACHINE_LINE = re.compile(r"[A-Z0-9<]*<{2}[A-Z0-9<]*")
_NAMED = re.compile(
    r"^(\W*(?:dear|cher|chere|chère|bonjour|hello|madame|monsieur|mr|mrs|ms|mme|m\.|applicant|demandeur|demanderesse"
    r"|(?:full |family |given |first |last )?names?|nom(?: de famille)?|pr[ée]noms?|address|adresse|client)\b\W*).*$",
    re.IGNORECASE,
)
_OF_CLIENT = re.compile(
    r"\b(uci|iuc|client id|(?:application|profile|file|passport|account)(?: number| no\.?| #)?"
    r"|num[ée]ro d(?:e |u |\W)\w+|n[°o] d(?:e |u |\W)\w+|passeport|demande)(\W{0,6})([\w-]*\d[\w -]*)",
    re.IGNORECASE,
)


def struck(line: str) -> str:
    """The line without names, numbers of a person, a file or a passport, and addresses."""
    line = _MACHINE_LINE.sub(STRUCK, _MAIL.sub(STRUCK, line))
    line = _NAMED.sub(rf"\1{STRUCK}", line)
    line = _NUMBERS.sub(STRUCK, line)
    return _OF_CLIENT.sub(rf"\1\2{STRUCK}", line)


# --- what is read ---


class Points(NamedTuple):
    """A line with points: the key of its factor, of a part of one, or of a section ("section:core"); None for a line
    with points that no factor is known for. `line` is its number in the text, `label` its words, struck.
    """

    line: int
    key: str | None
    label: str
    points: int


@dataclass(frozen=True, slots=True)
class Letter:
    """What a text said, as far as it is certain; None was not there, or could be read in two ways.

    `deadline` is the last day that it leaves. `invites` says whether it is a letter of invitation; otherwise it is a
    list of points. `personal` says that a number or a name was struck out.
    """

    invites: bool
    issued: date | None
    deadline: date | None
    program: InvitedProgram | None
    category: str | None
    round: str | None
    cut_off: int | None
    tie_break: datetime | None
    score: int | None
    points: tuple[Points, ...]
    personal: bool

    def told(self) -> dict[str, str | int]:
        """What it says of the invitation, as the answers to the questions about one."""
        found: dict[str, str | int | None] = {
            "issued": None if self.issued is None else self.issued.isoformat(),
            "deadline": None if self.deadline is None else self.deadline.isoformat(),
            "program": None if self.program is None else self.program.value,
            "round": self.round,
            "category": self.category,
            "cut_off": self.cut_off,
            "tie_break": None if self.tie_break is None else f"{self.tie_break:%Y-%m-%dT%H:%M:%SZ}",
            "score": self.score,
        }
        return {key: value for key, value in found.items() if value is not None}


_INVITES = re.compile(
    r"\binvit\w{0,8}\b.{0,250}?\b(?:permanent residence|residence permanente|to apply|presenter une demande)\b"
    r"|\b(?:permanent residence|residence permanente)\b.{0,250}?\binvit\w{0,8}\b"
)


_OF_POINTS = re.compile(
    r"\b(?:crs|scg|comprehensive ranking|classement global|human capital|capital humain|grand total|points?)\b"
)


def reads_letter(text: str, today: date, *, rest_of: date | None = None) -> Letter | None:
    """What a pasted text says, where it is a letter of invitation or a list of points; None for any other text.

    `rest_of` is the day of a letter whose first part came right before: less is then enough to know the rest of it by.
    """
    lines = [line.replace("|", " ").strip() for line in text[:LONGEST].splitlines()]
    if sum(map(bool, lines)) < FEWEST_LINES:
        return None
    clean = [struck(line) for line in lines]
    folded = [typed.fold(line) for line in clean]
    whole = " ".join(line for line in folded if line)
    points = tuple(_points(clean, folded))
    known = [one for one in points if one.key is not None]
    invites = rest_of is not None or bool(_INVITES.search(whole))
    issued, deadline = _days(whole, folded, today, rest_of)
    of_points = _OF_POINTS.search(whole) is not None or any(one.key == TOTAL for one in known)
    listed = len(known) >= FEWEST_LINES and of_points
    if not (listed or (invites and (known or deadline or (issued and issued != rest_of)))):
        return None
    held = _round(whole)
    return Letter(
        invites=invites,
        issued=issued,
        deadline=deadline,
        program=_program(whole),
        category=_category(whole),
        round=held,
        cut_off=_cut_off(whole),
        tie_break=_tie_break(whole, today),
        score=next((one.points for one in reversed(points) if one.key == TOTAL), None),
        points=tuple(one for one in points if one.key != TOTAL),
        personal=clean != lines,
    )


# --- days ---

_MONTHS = (
    "jan(?:uary|vier|v)?|feb(?:ruary)?|fev(?:rier|r)?|mar(?:ch|s)?|apr(?:il)?|avr(?:il)?|may|mai|june?|juin|july?"
    "|juil(?:let)?|aug(?:ust)?|aout|sep(?:tember|tembre|t)?|oct(?:ober|obre)?|nov(?:ember|embre)?|dec(?:ember|embre)?"
)
_DAY = re.compile(
    rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}|\b(?:{_MONTHS})\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|\b\d{{1,2}}(?:er|st|nd|rd|th)? (?:of )?(?:{_MONTHS})\.?,? \d{{4}}"
)
_BEFORE = re.compile(
    r"\b(?:before|by|deadline|no later than|until|expires?(?: on)?|valid (?:until|to)|avant|au plus tard|date limite"
    r"|jusqu'au|d'ici|echeance|expire)\b[^.;]{0,40}$"
)
_ISSUED = re.compile(
    r"(?:^|\b)(?:date(?: of (?:the )?(?:invitation|letter|issue|this letter))?|date de (?:l'invitation|la lettre)"
    r"|invitation (?:date|issued(?: on)?)|issued(?: on)?|dated|en date du|emise? le|invite[ed]? (?:on|le))\s*:?\s*$"
)
_BESIDE = 40


class _Found(NamedTuple):
    """A day in a text: what it can be, and where it stands."""

    days: tuple[date, ...]
    clock: Clock | None
    start: int
    end: int


def _found(whole: str, today: date) -> Iterator[_Found]:
    for match in islice(_DAY.finditer(whole), MOST_DAYS):
        read = typed.read_date(match[0], today)
        if isinstance(read, typed.DateRead):
            days: tuple[date, ...] = (read.day,)
        elif isinstance(read, typed.AmbiguousDate):
            days = read.candidates
        else:
            continue
        clock = read_clock(whole[match.end() : match.end() + _BESIDE].partition(". ")[0])
        yield _Found(days, clock, match.start(), match.end())


def _days(whole: str, folded: Iterable[str], today: date, rest_of: date | None) -> tuple[date | None, date | None]:
    """The day of the letter and the last one it leaves; of a day that can be read in two ways, the one that fits."""
    found = [*_found(whole, today)]
    dated = [one for one in found if _ISSUED.search(whole[max(0, one.start - _BESIDE) : one.start])]
    if not dated:
        alone = {line for line in folded if _DAY.fullmatch(line)}
        dated = [one for one in found if whole[one.start : one.end] in alone]
    by = [one for one in found if _BEFORE.search(whole[max(0, one.start - 2 * _BESIDE) : one.start])]
    by = [one for one in by if one not in dated and one.clock is not None]
    possible = [day for one in dated[:1] for day in one.days if EXPRESS_ENTRY_BEGAN <= day <= today]
    possible = [rest_of] if rest_of is not None else possible
    latest = [_last(day, one.clock) for one in by[:1] for day in one.days if one.clock is not None]
    pairs = [
        (issued, last) for issued in possible for last in latest if timedelta(0) < last - issued <= LONGEST_INVITATION
    ]
    if len(pairs) > 1:
        # Which of two readings leaves about the sixty days that an invitation has
        pairs = [min(pairs, key=lambda pair: abs((pair[1] - pair[0]).days - _USUAL))]
    if pairs:
        return pairs[0]
    return (possible[0] if len(possible) == 1 else None), (latest[0] if len(latest) == 1 and not possible else None)


_USUAL = 60


def _last(day: date, clock: Clock) -> date:
    """The last day before an instant; the end of a day where the clock says so."""
    return last_day_before(datetime.combine(day, clock.at, ZoneInfo(clock.zone)))


_TIE_BREAK = re.compile(r"\b(?:tie[- ]?break\w*|departage|bris d'egalite|egalite)\b")


def _tie_break(whole: str, today: date) -> datetime | None:
    """The instant within a line's length after the word for it."""
    for match in islice(_TIE_BREAK.finditer(whole), MOST_DAYS):
        for one in _found(whole[match.end() : match.end() + 4 * _BESIDE], today):
            if len(one.days) == 1 and one.clock is not None:
                return datetime.combine(one.days[0], one.clock.at, ZoneInfo(one.clock.zone)).astimezone(UTC)
    return None


# --- what it invites for ---

_PROGRAMS: Final = {
    InvitedProgram.canadian_experience: re.compile(
        r"\bcanadian experience class\b|\bcec\b|categorie de l'experience canadienne"
    ),
    InvitedProgram.federal_skilled_worker: re.compile(
        r"\bfederal skilled workers?\b|\bfswp?\b|\btravailleurs qualifies\b|\bptqf?\b"
    ),
    InvitedProgram.skilled_trades: re.compile(
        r"\bfederal skilled trades?\b|\bfstp?\b|\btravailleurs de metiers specialises\b|\bptmsf?\b"
    ),
    InvitedProgram.provincial_nominee: re.compile(
        r"\bprovincial nominees?\b|\bpnp\b|\bcandidats des provinces\b|\bpcp\b"
    ),
}
_UNDER = re.compile(
    r"(?:permanent residence|residence permanente|invit\w{0,8})\b.{0,60}?"
    r"\b(?:under|as a member of|through|for|au titre|dans le cadre|en vertu|membre|programme|categorie)\b"
)


def _program(whole: str) -> InvitedProgram | None:
    """The one program it names; of several, the one that follows "permanent residence under"."""
    named = [key for key, words in _PROGRAMS.items() if words.search(whole)]
    if len(named) == 1:
        return named[0]
    for match in _UNDER.finditer(whole):
        behind = whole[max(match.start(), match.end() - 30) : match.end() + 60]
        found = {key: words.search(behind) for key, words in _PROGRAMS.items()}
        there = [key for key, at in found.items() if at is not None]
        if len(there) == 1:
            return there[0]
    return None


_OF_CATEGORY = re.compile(r"\b(?:category|categorie|category-based|round|ronde|tirage|draw)\b.{0,100}")
_CATEGORIES: Final = {
    "french": re.compile(r"\bfrench[- ]language proficiency\b|\bcompetences? linguistiques? en francais\b"),
    "healthcare": re.compile(r"\bhealth ?care\b|\bprofessions de la sante\b"),
    "stem": re.compile(r"\bstem\b|\bstim\b"),
    "trades": re.compile(r"\btrades? occupations?\b|\bprofessions des metiers\b"),
    "transport": re.compile(r"\btransport occupations?\b|\bprofessions du transport\b"),
    "agriculture": re.compile(r"\bagri(?:culture|-food|cole)\b"),
    "education": re.compile(r"\beducation occupations?\b|\bprofessions de l'education\b"),
    "physicians": re.compile(r"\bphysicians?\b|\bmedecins?\b"),
    "senior_managers": re.compile(r"\bsenior managers?\b|\bcadres superieurs\b"),
    "researchers": re.compile(r"\bresearchers?\b|\bchercheurs?\b"),
    "military": re.compile(r"\bmilitary\b|\bmilitaires?\b"),
}


def _category(whole: str) -> str | None:
    """The category of the round, where a line about it names one."""
    about = " ".join(match[0] for match in _OF_CATEGORY.finditer(whole))
    named = [key for key, words in _CATEGORIES.items() if words.search(about)]
    return named[0] if len(named) == 1 else None


_ROUND = re.compile(
    r"\b(?:round|ronde|draw|tirage)s?(?: of invitations| d'invitations)? ?(?:no\.?|n°|number|numero|#)? ?#?"
    r"(\d{1,3}[ab]?)\b"
)
_CUT_OFF = re.compile(
    r"\b(?:cut-?off|lowest[- ]ranked|minimum (?:crs )?score|note (?:minimale|de coupure)|score minimal|seuil)\b"
    r"[^\d]{0,60}(\d{2,4})\b"
)


def _round(whole: str) -> str | None:
    named = {match[1] for match in _ROUND.finditer(whole) if round_of(match[1]) is not None}
    return named.pop() if len(named) == 1 else None


def _cut_off(whole: str) -> int | None:
    named = {int(match[1]) for match in _CUT_OFF.finditer(whole)}
    return named.pop() if len(named) == 1 and max(named) <= MOST_CRS else None


# --- points ---

TOTAL: Final = "total"

_NUMBER = r"(?:1[,. ]\d{3}|\d{1,4})"
_MOST = re.compile(r"\([^()]{0,60}\b(?:max\w*|sur|of|out)\b[^()]{0,40}\)|\((?:max\.?|/) ?\d{1,4}\)")
_POINTS = re.compile(
    rf"^(?P<label>.*?[^\d\s].*?|)[\s:=.|\-]*(?<![\d.,/-])(?P<points>{_NUMBER})"
    rf" ?(?:points?|pts?)?(?: ?(?:/|out of|of|sur) ?{_NUMBER})? ?(?:points?|pts?)?\.?$"
)
_ALONE = re.compile(rf"^{_NUMBER} ?(?:points?|pts?)?(?: ?(?:/|out of|of|sur) ?{_NUMBER})?$")

CORE, PARTNER, TRANSFER, ADDITIONAL = "core", "partner", "transferability", "additional"

_SECTIONS: Final = (
    (TRANSFER, re.compile(r"\btransferab\w*")),
    (PARTNER, re.compile(r"\b(?:spouse|common-law|epoux|epouse|conjoint\w*|partner)\b")),
    (ADDITIONAL, re.compile(r"\b(?:additional|supplementaires?|additionnels?)\b")),
    (CORE, re.compile(r"\b(?:human capital|capital humain|core|de base)\b")),
)

_LANGUAGE = r"(?:official languages?|language|langues? officielles?|langue|linguistiques?)"
_EDUCATION = r"(?:education|educational|scolarite|etudes|diplomes?|scolaire)"
_FOREIGN = r"(?:foreign|outside canada|etrangere?s?|a l'etranger)"
_AT_WORK = r"(?:work|experience|travail)"

_FACTORS: Final[Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]] = {
    ADDITIONAL: (
        ("nomination", re.compile(r"\b(?:nominat\w*|nominee|designation|candidats? d\w+ provinces?)\b")),
        ("sibling", re.compile(r"\b(?:siblings?|brother|sister|frere|soeur|fratrie)\b")),
        ("job_offer", re.compile(r"\b(?:arranged employment|job offer|emploi reserve|offre d'emploi)\b")),
        (
            "canadian_study",
            re.compile(
                r"\b(?:study in canada|canadian (?:education|study|studies|post-secondary\w*)|education in canada"
                r"|post-secondary|postsecondaires?|etudes? (?:au canada|canadiennes?|effectuees au canada))\b"
            ),
        ),
        ("french", re.compile(r"\b(?:french|francais|francaise|bilingu\w+)\b")),
    ),
    TRANSFER: (
        ("transfer_certificate", re.compile(r"\b(?:certificate|certificat)\b")),
        ("transfer_foreign_canadian_work", re.compile(rf"\b(?:canadian|canadienne|au canada)\b.*\b{_FOREIGN}\b")),
        ("transfer_foreign_canadian_work", re.compile(rf"\b{_FOREIGN}\b.*\b(?:canadian|canadienne|au canada)\b")),
        ("transfer_foreign_language", re.compile(rf"\b{_LANGUAGE}\b.*\b{_FOREIGN}\b|\b{_FOREIGN}\b.*\b{_LANGUAGE}\b")),
        (
            "transfer_education_language",
            re.compile(rf"\b{_LANGUAGE}\b.*\b{_EDUCATION}\b|\b{_EDUCATION}\b.*\b{_LANGUAGE}\b"),
        ),
        (
            "transfer_education_canadian_work",
            re.compile(rf"\b{_AT_WORK}\b.*\b{_EDUCATION}\b|\b{_EDUCATION}\b.*\b{_AT_WORK}\b"),
        ),
        ("transfer_foreign", re.compile(rf"\b{_FOREIGN}\b")),
        ("transfer_education", re.compile(rf"\b{_EDUCATION}\b")),
    ),
    PARTNER: (
        ("partner_language", re.compile(rf"\b{_LANGUAGE}\b")),
        ("partner_education", re.compile(rf"\b{_EDUCATION}\b")),
        ("partner_canadian_work", re.compile(rf"\b{_AT_WORK}\b")),
    ),
    CORE: (
        (
            "first_language",
            re.compile(r"\b(?:first|premiere) (?:official )?lang\w+|\b1(?:st|re|ere) (?:official )?lang\w+"),
        ),
        (
            "second_language",
            re.compile(r"\b(?:second|seconde|deuxieme) (?:official )?lang\w+|\b2(?:nd|e|eme) (?:official )?lang\w+"),
        ),
        (
            "canadian_work",
            re.compile(
                rf"\b(?:canadian|canadienne|au canada)\b.*\b{_AT_WORK}\b"
                rf"|\b{_AT_WORK}\b.*\b(?:canadienne|au canada|in canada)\b"
            ),
        ),
        ("education", re.compile(rf"\b{_EDUCATION}\b")),
        ("age", re.compile(r"\bage\b")),
    ),
}
# Without a heading, the words that one section alone has come first.
_ANY: Final = (ADDITIONAL, CORE)

_TOTAL = re.compile(
    r"\b(?:grand total|overall (?:points|score)|(?:total|your|crs|scg|overall|comprehensive ranking system)\b.{0,40}"
    r"\b(?:score|points|note|total)|(?:note|score|pointage|total)\b.{0,40}\b(?:total\w*|globale?|general|scg|crs"
    r"|classement global)|votre (?:note|score|pointage))\b|^total$"
)
_SUBTOTAL = re.compile(r"\bsub-?total\b|\bsous-total\b")
_HEADED: Final = {
    "transfer_education": re.compile(rf"^\W*(?:\w[.)] ?)?{_EDUCATION}\W*$"),
    "transfer_foreign": re.compile(
        rf"^\W*(?:\w[.)] ?)?(?:{_FOREIGN} work experience|experience de travail {_FOREIGN})\W*$"
    ),
}


def _points(clean: list[str], folded: list[str]) -> Iterator[Points]:
    """Each line that gives points, with the section it stands in."""
    section, heading, waiting = "", "", -1
    for place, line in enumerate(folded):
        line = _MOST.sub("", line).strip()
        if not line:
            continue
        if waiting >= 0 and _ALONE.fullmatch(line):
            label, points, at = _MOST.sub("", folded[waiting]).strip(), _of(line), waiting
        elif match := _POINTS.match(line) if len(line) <= LONGEST_LINE else None:
            label, points, at = match["label"].strip(), _whole(match["points"]), place
        else:
            named = _section(line)
            if named and len(line) <= LONGEST_LABEL:
                section, heading = named, ""
            heading = next(
                (key for key, words in _HEADED.items() if section == TRANSFER and words.match(line)), heading
            )
            waiting = place if len(line) <= LONGEST_LABEL else -1
            continue
        waiting = -1
        if not label or len(label) > LONGEST_LABEL or points is None:
            continue
        key = None if _NO_FACTOR.search(label) else _key(label, section, heading)
        if key is not None and points > _most(key):
            continue
        section = _section(label) or section
        if _SUBTOTAL.search(label) or key == "transfer_certificate":
            heading = ""
        if key is not None or _looks_scored(clean[at]):
            yield Points(at + 1, key, clean[at][:LONGEST_LABEL], points)


def _of(line: str) -> int | None:
    match = re.match(_NUMBER, line)
    return None if match is None else _whole(match[0])


def _whole(text: str) -> int | None:
    value = int(re.sub(r"\D", "", text))
    return value if value <= MOST_CRS else None


# A program, or a round, with its number behind it
_NO_FACTOR = re.compile(
    r"\b(?:class|program|programme|categor\w*|rounds?|ronde|tirage|draw|cut-?off|minimale?|invit\w*)\b"
)
_LARGE: Final = ("nomination", "job_offer", TOTAL)
_LARGEST_FACTOR: Final = 160  # two languages at their best


def _most(key: str) -> int:
    """More than a line of that kind has ever had is none."""
    return MOST_CRS if key in _LARGE or key.startswith("section:") else _LARGEST_FACTOR


_SCORED = re.compile(r"^\W*(?:crs|scg)\b", re.IGNORECASE)


def _looks_scored(line: str) -> bool:
    """Whether a line without a factor is one of the chart all the same."""
    return bool(_SCORED.match(line))


def _section(label: str) -> str:
    return next((key for key, words in _SECTIONS if words.search(label)), "")


def _key(label: str, section: str, heading: str) -> str | None:
    """The factor, section or total that a label names."""
    if _SUBTOTAL.search(label):
        named = _section(label) or section
        return heading or (f"section:{named}" if named else None)
    named = _section(label)
    rest = label
    for _, words in _SECTIONS:
        rest = words.sub(" ", rest)
    for each in (named or section,) if named or section else _ANY:
        for key, words in _FACTORS[each]:
            if words.search(rest if named else label):
                return key
    if _TOTAL.search(label):
        return TOTAL
    return f"section:{named}" if named else None
