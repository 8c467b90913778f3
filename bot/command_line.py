"""`python -m bot score`: the score of facts in a file, of one set of facts a line, or the shape facts have.

    score FILE [--on DAY] [--json]      facts as JSON or YAML
    score --jsonl [--on DAY]            {"facts": …, "on": "2026-11-02"} a line in, a result a line out
    score --schema                      JSON Schema of the facts

Status 0, or 2 with one line on standard error when the file cannot be used. With `--jsonl` a line that cannot be used
is answered by {"error": {"line": …, "field": …, "why": …}} and the next one is read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from rules import improvements, ranges, timeline, what_if
from rules.answer import answer
from rules.categories import CategoryResult
from rules.effective_deadline import effective_deadline
from rules.facts import Day, Facts, contradictions, refusals
from rules.parameters import links, read_yaml
from rules.reasons import CrsResult, FederalSkilledWorkerResult, Line, ProgramResult, to_plain
from rules.shapes.dated import NoRuleError

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

UNUSABLE = 2
_FIRST = 5  # improvements that the report names; --json has all
SECTIONS = {
    "core": "Core / human capital factors",
    "partner": "Spouse or common-law partner factors",
    "transferability": "Skill transferability factors",
    "additional": "Additional points",
}
FACTORS = {
    "first_language": "First official language",
    "second_language": "Second official language",
    "canadian_work": "Canadian work experience",
    "partner_education": "Partner's level of education",
    "partner_language": "Partner's official language",
    "partner_canadian_work": "Partner's Canadian work experience",
    "transfer_education": "Education",
    "transfer_education_language": "with the first official language",
    "transfer_education_canadian_work": "with Canadian work experience",
    "transfer_foreign": "Foreign work experience",
    "transfer_foreign_language": "with the first official language",
    "transfer_foreign_canadian_work": "with Canadian work experience",
    "transfer_certificate": "Certificate of qualification",
    "nomination": "Provincial or territorial nomination",
    "sibling": "Brother or sister in Canada",
    "french": "French language skills",
    "canadian_study": "Post-secondary education in Canada",
    "experience": "Work experience",
    "adaptability_own_study": "own study in Canada",
    "adaptability_own_work": "own work in Canada",
    "adaptability_relative": "relative in Canada",
    "adaptability_arranged_employment": "arranged employment",
    "adaptability_partner_language": "partner's language",
    "adaptability_partner_study": "partner's study in Canada",
    "adaptability_partner_work": "partner's work in Canada",
    "sibling_in_canada": "Brother or sister in Canada",
    "relative_in_canada": "Relative in Canada",
    "two_years_of_study_in_canada": "Two years of study in Canada",
    "canadian_experience": "Canadian Experience Class",
    "federal_skilled_worker": "Federal Skilled Worker",
    "skilled_trades": "Federal Skilled Trades",
    "healthcare": "Health care and social services",
    "stem": "Science, technology, engineering and mathematics",
}


class _Question(BaseModel):
    """A line of `--jsonl`."""

    model_config = ConfigDict(extra="forbid")

    facts: Facts
    on: Day | None = None


class _Unusable(Exception):  # noqa: N818 - never leaves this module
    """Input that cannot be used: the field at fault and why."""

    def __init__(self, field: str, why: str) -> None:
        self.field = field
        self.why = why
        super().__init__(f"{field}: {why}")


def add_score_command(subparsers: Subparsers) -> None:
    """Add `score` to the commands of a parser; its `run` default is `run_score`."""
    parser = subparsers.add_parser("score", help="compute the CRS and the Federal Skilled Worker grid from facts")
    parser.add_argument("file", nargs="?", metavar="FILE", help="facts as JSON or YAML")
    parser.add_argument("--on", type=a_day, metavar="DAY", help="the day to compute for (default: today in UTC)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="write the result as JSON, with its reasons")
    form.add_argument("--jsonl", action="store_true", help='read {"facts": …, "on": …} a line, write a result a line')
    form.add_argument("--schema", action="store_true", help="write the JSON Schema of the facts")
    parser.set_defaults(run=run_score)


def run_score(args: argparse.Namespace) -> int:
    """Run `score` as its arguments say and return the exit status."""
    if args.schema:
        _write(json.dumps(Facts.model_json_schema(), indent=2, ensure_ascii=False))
        return 0
    on = args.on or datetime.now(UTC).date()
    if args.jsonl:
        for answer in _answers(sys.stdin.buffer, on):
            _write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
        return 0
    if args.file is None:
        return _refuse("score", "name a FILE of facts, or use --jsonl or --schema")
    try:
        facts = _read(Path(args.file))
        _refuse_contradictions(facts, on)
        if args.json:
            _write(json.dumps(_result(facts, on), indent=2, ensure_ascii=False))
        else:
            _write("\n".join(_report(facts, on)))
    except _Unusable as error:
        return _refuse(args.file, str(error))
    except NoRuleError as error:
        return _refuse("--on", str(error))
    return 0


def a_day(written: str) -> date:
    """A day as written on a command line; `argparse.ArgumentTypeError` for anything else."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a day is written like 2026-11-02, not {written!r}") from None


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")


def _refuse(what: str, why: str) -> int:
    sys.stderr.write(f"{what}: {' '.join(why.split())}\n")
    return UNUSABLE


def _read(path: Path) -> Facts:
    try:
        text = path.read_text("utf-8")
        content = json.loads(text) if path.suffix == ".json" else read_yaml(text)
    except OSError as error:
        raise _Unusable("file", error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:
        raise _Unusable("file", f"not readable as JSON or YAML: {error}") from error
    try:
        return Facts.model_validate(content)
    except ValidationError as error:
        raise _Unusable(*refusals(error)[0]) from error


def _refuse_contradictions(facts: Facts, on: date) -> None:
    for key, names in contradictions(facts, on):
        raise _Unusable(names[-1], f"{key}: does not go with {' and '.join(names[:-1])} on {on}")


def _answers(lines: Iterator[bytes] | Any, today: date) -> Iterator[dict[str, Any]]:
    """The answer to each line that is not empty."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _answer(line, today)
        except _Unusable as error:
            yield {"error": {"line": number, "field": error.field, "why": error.why}}


def _answer(line: bytes, today: date) -> dict[str, Any]:
    try:
        content = json.loads(line)
        if not isinstance(content, dict):
            raise _Unusable("line", "has to be an object with facts and on")
        question = _Question.model_validate(content)
        _refuse_contradictions(question.facts, question.on or today)
        return _result(question.facts, question.on or today)
    except ValidationError as error:
        raise _Unusable(*refusals(error)[0]) from error
    except NoRuleError as error:
        raise _Unusable("on", str(error)) from error
    except (ValueError, RecursionError) as error:
        raise _Unusable("line", f"not readable as JSON: {error}") from error


def _result(facts: Facts, on: date) -> dict[str, Any]:
    whole = answer(facts, on)
    now = whole.standing
    possible = to_plain(ranges.crs_range(facts, on))
    # The facts of both ends are the candidate's own with what `unknown` says.
    del possible["as_lowest"], possible["as_highest"]
    return {
        "on": on.isoformat(),
        "crs": to_plain(now.crs),
        "federal_skilled_worker": to_plain(now.grid),
        "in_pool": to_plain(whole.in_pool),
        "deadlines": to_plain(whole.deadlines),
        "effective_deadline": to_plain(effective_deadline(facts, on)),
        "nearest_cliff": to_plain(what_if.nearest_cliff(facts, on)),
        "programs": [to_plain(replace(program, grid=None)) for program in now.programs],
        "categories": to_plain(now.categories),
        "range": possible,
        "timeline": to_plain(whole.timeline),
        "improvements": to_plain(improvements.improvements(facts, on, now=now)),
    }


def _report(facts: Facts, on: date) -> Iterator[str]:
    whole = answer(facts, on)
    now = whole.standing
    yield from _crs(now.crs)
    if whole.in_pool is not None and whole.in_pool.total != now.crs.total:
        yield f"  With the declaration under which a program is met: {whole.in_pool.total}"
    yield from _range(ranges.crs_range(facts, on))
    cliff = what_if.nearest_cliff(facts, on)
    if cliff is not None:
        yield ""
        yield (
            f"Nearest cliff: {cliff.kind} {cliff.ability} {cliff.score_needed:g} instead of {cliff.score_now:g}: "
            f"+{cliff.gain}, {cliff.total_after} in all"
        )
        for move in cliff.moved:
            yield f"  {_words(move.key)}: {move.before} -> {move.after}"
    yield ""
    yield from _grid(now.grid)
    yield ""
    yield "Programs, on these facts"
    for program in now.programs:
        yield from _program(program)
    if now.categories:
        yield ""
        yield "Categories of rounds"
    for category in now.categories:
        yield f"  {_words(category.category)}: {_category(category)}"
    if whole.deadlines:
        yield ""
        yield "Dates"
    for deadline in whole.deadlines:
        plan = "" if deadline.act_by is None else f", plan to act by {deadline.act_by}"
        yield f"  {deadline.key}: last safe day {deadline.last_safe_day}{plan}"
    effective = effective_deadline(facts, on)
    if effective is not None:
        yield (
            f"  To apply by: {effective.last_safe_day}, day {effective.day} of {effective.days} of the invitation "
            f"({effective.cause.key}); plan for {effective.plan_by}"
        )
    if whole.timeline:
        yield ""
        yield "The next 24 months, if nothing else changes"
    for step in whole.timeline:
        yield from _step(step)
    better = improvements.improvements(facts, on, now=now)
    if better:
        yield ""
        yield "What would gain most"
    for improvement in better[:_FIRST]:
        yield f"  +{improvement.gain}, {improvement.total} in all: {_improvement(improvement)}"


def _range(possible: ranges.ScoreRange) -> Iterator[str]:
    if not possible.settled:
        facts = ", ".join(f"{_words(unknown.fact)} ({unknown.settles})" for unknown in possible.unknown)
        yield f"  From {possible.lowest} to {possible.highest}, as what is not known turns out: {facts}"


def _program(program: ProgramResult) -> Iterator[str]:
    verdict = {True: "met", False: "not met", None: "not known"}[program.met]
    yield f"  {_words(program.program)}: {verdict}"
    for requirement in program.requirements:
        if not requirement.met:
            still_open = f"; open: {', '.join(map(_words, requirement.open))}" if requirement.open else ""
            yield (
                f"    {_words(requirement.key)}: needed {_value(requirement.needed)}, "
                f"found {_value(requirement.found)}{still_open}"
            )
    for knock_out in program.knock_outs:
        yield f"    Shut out, whatever the points: {_words(knock_out.key)}"


def _category(category: CategoryResult) -> str:
    if category.eligible:
        end = "" if category.eligible_until is None else f" through {category.eligible_until}"
        return f"eligible{end}"
    if category.eligible_from is not None:
        return f"eligible from {category.eligible_from} if the work goes on unchanged"
    if category.eligible is None:
        return f"not known; open: {', '.join(map(_words, category.open))}"
    return "not eligible"


def _step(step: timeline.Step) -> Iterator[str]:
    causes = ", ".join(dict.fromkeys(_words(cause.kind) for cause in step.causes))
    score = f"; CRS {step.crs_before} -> {step.crs_after}" if step.change else ""
    yield f"  {step.day}: {causes}{score}"
    # On lines of their own: the points of one system and the eligibility of another are not to be read as one.
    for word, keys in (
        ("gained", (*step.programs_gained, *step.categories_gained)),
        ("lost", (*step.programs_lost, *step.categories_lost)),
    ):
        if keys:
            yield f"    {word}: {', '.join(map(_words, keys))}"


def _improvement(improvement: improvements.Improvement) -> str:
    detail = ", ".join(dict.fromkeys(_value(value) for _, value in improvement.detail))
    whose = "partner, " if improvement.whose == "partner" else ""
    ready = "" if improvement.ready_on is None else f"; from {improvement.ready_on} at the earliest"
    return f"{whose}{_words(improvement.key)}{f' ({detail})' if detail else ''}{ready}"


def _value(value: object) -> str:
    """A fact or a bound as people write it; several are listed."""
    if isinstance(value, tuple):
        return ", ".join(map(_value, value))
    return "nothing" if value is None else str(value).replace("_", " ")


def _crs(result: CrsResult) -> Iterator[str]:
    yield f"Comprehensive Ranking System (CRS), an estimate: {result.total} of {result.most}"
    for section in result.sections:
        if section.most == 0:
            continue
        yield f"  {SECTIONS[section.key]}: {section.points} of {section.most}"
        for line in section.lines:
            yield from _line(line, "    ")
    if result.first_official_language is not None:
        other = "" if result.other_choice_total is None else f" (the other choice: {result.other_choice_total})"
        yield f"  First official language: {result.first_official_language}{other}"
    yield from _not_asked(result.assumed, result.presumed)
    for key in result.to_check:
        yield f"  To check on the certificate: {_words(key)}"
    until = "" if result.rule_until is None else f" through {result.rule_until}"
    yield f"  Rules: {result.rule_set}, in force from {result.rule_from}{until}. Computed for {result.on}."
    if result.incomplete is not None:
        yield (
            f"  A change reported in force from {result.incomplete.since} is not included: its points are not known. "
            f"Official tool: {links()['crs_tool'].en}"
        )


def _grid(result: FederalSkilledWorkerResult) -> Iterator[str]:
    verdict = "reached" if result.reached else "not reached"
    yield (
        f"Federal Skilled Worker selection grid: {result.total} of {result.most} ({result.pass_mark} needed: {verdict})"
    )
    for line in result.lines:
        yield from _line(line, "  ")
    if not result.eligible:
        yield "  Not eligible as a Federal Skilled Worker on these facts"
    for minimum in result.minimums:
        if not minimum.met:
            yield f"  Not met: {_words(minimum.key)} (needed {minimum.needed}, found {minimum.found})"
    yield from _not_asked(result.assumed, result.presumed)
    yield f"  Rules in force from {result.rule_from}. Computed for {result.on}."


def _not_asked(assumed: tuple[str, ...], presumed: tuple[str, ...]) -> Iterator[str]:
    if assumed:
        yield f"  Not known, counted at the lowest: {', '.join(map(_words, assumed))}"
    if presumed:
        yield f"  Taken as met: {', '.join(map(_words, presumed))}"


def _line(line: Line, indent: str) -> Iterator[str]:
    cut = "" if line.before_cap == line.points else f" ({line.before_cap} before the cap)"
    yield f"{indent}{_words(line.key)}: {line.points} of {line.most}{cut}"
    for part in line.parts:
        yield f"{indent}  {_words(part.key)}: {part.points} of {part.most}"


def _words(key: str) -> str:
    return FACTORS.get(key) or SECTIONS.get(key) or key.replace(".", ", ").replace("_", " ").capitalize()
