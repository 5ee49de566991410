"""Reading an uploaded file of needs: what every row would become, and everything that is wrong with it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from commonlot.engines import requirements_file, values
from commonlot.engines.requirements_file import RequirementLine as FileLine
from commonlot.engines.spreadsheets import Problem, Table, match_columns, read_table
from commonlot.kernel.quantity import find_unit
from commonlot.process.membership.models import Agency
from commonlot.process.requirements import rules
from commonlot.process.requirements.models import ImportBatch, Participation, Pool, RequirementLine
from commonlot.process.requirements.rules import Need
from commonlot.process.requirements.states import ParticipationStatus

FIELDS = ("agency", "description", "unit", "quantity", "price_paid", "price_proof", "part_number", "tolerance",
          "site", "needed_by", "commitment", "budget_code", "unit_holds")  # fmt: skip
# Columns that only a survey knows; a list of needs in general has none. Their usual headings:
OWN_COLUMNS = {
    "price_proof": ("price proof", "proof", "proof of price", "invoice", "invoice or contract"),
    "commitment": ("commitment", "how sure", "firm or estimate"),
    "unit_holds": ("unit holds", "one holds", "what one holds", "holds"),
}
COMMITMENTS = {"": "estimate", "estimate": "estimate", "est": "estimate", "firm": "firm"}
KEPT_CHANGES = 200
REQUIRED = tuple(column.name for column in requirements_file.COLUMNS if column.required)
TAKES_NEEDS = (ParticipationStatus.INVITED, ParticipationStatus.JOINED, ParticipationStatus.SUBMITTED)
KEPT_PROBLEMS = 500


@dataclass(frozen=True)
class Planned:
    """What one row would become: whose need, the need, the mark it is known by, and the line it changes."""

    owner: str
    row: int
    need: Need
    site: str
    question: str
    key: str
    line: RequirementLine | None
    changes: tuple[str, ...]


@dataclass
class FilePlan:
    """What a whole file would do. Nothing of it may be used while `problems` holds anything."""

    rows_read: int = 0
    lines: list[Planned] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    missing: list[RequirementLine] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    owners: dict[str, Agency | None] = field(default_factory=dict)

    @property
    def added(self) -> list[Planned]:
        """The rows that are new."""
        return [each for each in self.lines if each.line is None]

    @property
    def changed(self) -> list[Planned]:
        """The rows that were known and now say something else."""
        return [each for each in self.lines if each.line is not None and each.changes]

    @property
    def same(self) -> int:
        """How many rows say what was known already."""
        return len(self.lines) - len(self.added) - len(self.changed)


def table_of(batch: ImportBatch) -> Table:
    """Read the uploaded file again, exactly as it was kept."""
    with batch.document.file.open("rb") as file:
        return read_table(file.read(), name=batch.document.name)


def suggest_columns(table: Table) -> dict[str, str]:
    """Return field -> header for every column that its name gives away."""
    columns = match_columns(table, requirements_file.COLUMNS)
    found = {name: columns.headers[index] for name, index in columns.found.items() if name in FIELDS}
    unused = {rules.fold(columns.headers[index].replace("_", " ")): index for index in columns.unused}
    for name, headings in OWN_COLUMNS.items():
        index = next((unused[heading] for heading in headings if heading in unused), None)
        if index is not None:
            found[name] = columns.headers[index]
    return found


def plan_file(batch: ImportBatch, table: Table) -> FilePlan:
    """Say what importing the file with its chosen columns would do."""
    plan = FilePlan(rows_read=len(table.rows))
    chosen = {name: header for name, header in batch.columns.items() if name not in OWN_COLUMNS}
    reading = requirements_file.parse_requirements(
        _without_unchosen(table, chosen), chosen=chosen, agency=_owner_of_file(batch)
    )
    plan.problems = [as_dict(problem) for problem in reading.problems]
    owners = _Owners(batch, plan)
    known = _known_lines(batch)
    marks = rules.Fingerprints()
    fields = {name for name in batch.columns if name != "agency"}
    for line in reading.lines:
        owner, part = owners.of(line)
        own, problems = _own_columns(line, batch.columns)
        plan.problems += [*_too_long(line), *problems]
        key = marks.of(owner, line.description, line.unit, line.part_number or "", line.site or "")
        before = known.get((part.pk, key)) if part else None
        plan.lines.append(_plan_line(line, own, owner=owner, key=key, before=before, fields=fields))
    plan.problems.sort(key=lambda problem: problem["row"] or 0)
    if batch.participation_id:
        _know_again_elsewhere(plan, _lines_of(batch), fields)
        met = {each.line.pk for each in plan.lines if each.line}
        plan.missing = [line for line in _lines_of(batch) if line.pk not in met]
    return plan


def _know_again_elsewhere(plan: FilePlan, lines: Iterable[RequirementLine], fields: set[str]) -> None:
    """Take a row for the line that differs from it in nothing but the site, where only one of each is left."""
    met = {each.line.pk for each in plan.lines if each.line}
    left: dict[tuple[str, ...], list[RequirementLine]] = {}
    for line in lines:
        if line.pk not in met:
            left.setdefault(_but_the_site(line.description, line.unit, line.part_number), []).append(line)
    new: dict[tuple[str, ...], list[int]] = {}
    for index, each in enumerate(plan.lines):
        if each.line is None:
            mark = _but_the_site(each.need.description, each.need.unit, each.need.part_number)
            new.setdefault(mark, []).append(index)
    for mark, rows in new.items():
        if len(rows) == 1 and len(left.get(mark, [])) == 1:
            each, line = plan.lines[rows[0]], left[mark][0]
            changes = _changes_of(line, each.need, each.site, each.question, fields)
            plan.lines[rows[0]] = replace(each, line=line, changes=changes)


def _but_the_site(*said: str) -> tuple[str, ...]:
    return tuple(rules.fold(each) for each in said)


def _own_columns(line: FileLine, chosen: Mapping[str, str]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Read the columns that only a survey knows from what the reader of files carried through."""
    proof = line.extra.get(chosen.get("price_proof", ""), "").strip()
    sure = line.extra.get(chosen.get("commitment", ""), "").strip()
    problems: list[dict[str, Any]] = []
    if len(proof) > rules.LONGEST["price_proof"]:
        problems.append({"row": line.row, "column": "price_proof", "found": f"{len(proof)} characters",
                         "expected": f"at most {rules.LONGEST['price_proof']}"})  # fmt: skip
    if sure.casefold() not in COMMITMENTS:
        problems.append({"row": line.row, "column": "commitment", "found": f"“{sure}”",
                         "expected": "firm or estimate"})  # fmt: skip
    holds, of, problem = _holding(line, chosen)
    problems += [problem] if problem else []
    commitment = COMMITMENTS.get(sure.casefold(), "estimate")
    return {
        "price_proof": proof,
        "commitment": commitment,
        "unit_holds": holds,
        "unit_holds_of": of,
    }, problems


def _holding(line: FileLine, chosen: Mapping[str, str]) -> tuple[Decimal | None, str, dict[str, Any] | None]:
    """Read what one unit holds (“100”, “100 gloves”, “55 gallons”); words that are no unit name its pieces."""
    typed = line.extra.get(chosen.get("unit_holds", ""), "").strip()
    number, _, word = typed.partition(" ")
    if not typed:
        return None, "", None
    unit = find_unit(word) if word.strip() else None
    try:
        holds = values.read_signed(number)
    except values.NotReadable:
        holds = None
    need = Need("", "", Decimal(1), unit_holds=holds, unit_holds_of=unit.code if unit else "EA")
    if holds is None or "unit_holds" in rules.problems_of(need):
        expected = "a number above zero, with a unit if it holds no pieces: 100, or 55 gallons"
        return (
            None,
            "",
            {"row": line.row, "column": "unit_holds", "found": f"“{typed}”", "expected": expected},
        )
    return holds, need.unit_holds_of, None


def as_dict(problem: Problem) -> dict[str, Any]:
    """Write a problem for the page and the batch."""
    return {
        "row": problem.row,
        "column": problem.column or "",
        "found": problem.found,
        "expected": problem.expected,
    }


def _owner_of_file(batch: ImportBatch) -> str | None:
    return str(batch.participation.agency) if batch.participation else None


def _without_unchosen(table: Table, chosen: Mapping[str, str]) -> Table:
    """Rename headers that would be taken for a column although the person chose none for it."""
    columns = match_columns(table, requirements_file.COLUMNS, chosen)
    guessed = {columns.found[name] for name, how in columns.how.items() if how != "chosen"}
    headers = tuple(f"{head} (not used)" if i in guessed else head for i, head in enumerate(table.headers))
    return replace(table, headers=headers)


def _lines_of(batch: ImportBatch) -> QuerySet[RequirementLine]:
    lines = RequirementLine.objects.filter(participation__pool_id=batch.pool_id)
    if batch.participation_id:
        lines = lines.filter(participation_id=batch.participation_id)
    return lines.select_related("site").order_by("position", "pk")


def _known_lines(batch: ImportBatch) -> dict[tuple[int, str], RequirementLine]:
    """Return the lines that a row may mean: by the mark of their import, else by the mark of what was typed."""
    found = list(_lines_of(batch))
    known = {(line.participation_id, line.import_key): line for line in found if line.import_key}
    marks = rules.Fingerprints()
    for line in found:
        owner, site = str(line.participation_id), str(line.site or "")
        mark = marks.of(owner, line.description, line.unit, line.part_number, site)
        if not line.import_key:
            known.setdefault((line.participation_id, mark), line)
    return known


def _plan_line(
    line: FileLine,
    own: Mapping[str, Any],
    *,
    owner: str,
    key: str,
    before: RequirementLine | None,
    fields: set[str],
) -> Planned:
    need = Need(
        description=line.description, unit=line.unit, quantity=line.quantity, price_paid=line.price_paid,
        tolerance=line.tolerance, needed_by_date=line.needed_by, part_number=line.part_number or "",
        budget_code=line.budget_code or "", **own,
    )  # fmt: skip
    changes = _changes_of(before, need, line.site or "", line.question or "", fields) if before else ()
    return Planned(owner, line.row, need, line.site or "", line.question or "", key, before, changes)


ATTRIBUTES = {"needed_by": "needed_by_date"}


def _changes_of(
    before: RequirementLine, need: Need, site: str, question: str, fields: set[str]
) -> tuple[str, ...]:
    names = [ATTRIBUTES.get(name, name) for name in FIELDS if name in fields and name != "site"]
    changed = [name for name in names if getattr(before, name) != getattr(need, name)]
    if "site" in fields and rules.fold(str(before.site or "")) != rules.fold(site):
        changed.append("site")
    if "unit_holds" in changed or (before.unit_holds_of != need.unit_holds_of and "unit_holds" in fields):
        changed = [name for name in changed if name != "unit_holds"] + ["unit_holds", "unit_holds_of"]
    if question and before.question and before.question != question:
        changed.append("question")
    return tuple(changed)


def said_of(planned: Planned) -> list[dict[str, str]]:
    """Return what a known row would change, old beside new, as people read it."""
    return [
        {"what": name, "before": _said(_old(planned, name)), "after": _said(_new(planned, name))}
        for name in planned.changes
        if name != "unit_holds_of"
    ]


def _old(planned: Planned, name: str) -> object:
    if name == "unit_holds" and planned.line is not None:
        return planned.line.holding
    return getattr(planned.line, name) if planned.line is not None else None


def _new(planned: Planned, name: str) -> object:
    if name in {"site", "question"}:
        return getattr(planned, name)
    if name == "unit_holds":
        return rules.how_much(planned.need.unit_holds, planned.need.unit_holds_of)
    return getattr(planned.need, name)


def _said(value: object) -> str:
    if isinstance(value, Decimal):
        text = f"{value:,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return "" if value is None else str(value)


def _too_long(line: FileLine) -> list[dict[str, Any]]:
    texts = {"description": line.description, "unit": line.unit, "part_number": line.part_number or "",
             "budget_code": line.budget_code or "", "site": line.site or ""}  # fmt: skip
    found = [
        {"row": line.row, "column": name, "found": f"{len(text)} characters",
         "expected": f"at most {rules.LONGEST[name]}"}
        for name, text in texts.items()
        if len(text) > rules.LONGEST[name]
    ]  # fmt: skip
    numbers = {"quantity": (line.quantity, rules.QUANTITY_BOUND), "tolerance": (line.tolerance, rules.QUANTITY_BOUND),
               "price_paid": (line.price_paid, rules.PRICE_BOUND)}  # fmt: skip
    for name, (number, bound) in numbers.items():
        if number is not None and abs(number) >= bound:
            found.append(
                {"row": line.row, "column": name, "found": f"{number:f}", "expected": f"less than {bound:,}"}
            )
    if line.price_paid is not None and rules.has_more_places(line.price_paid, rules.PRICE_PLACES):
        found.append({"row": line.row, "column": "price_paid", "found": f"{line.price_paid:f}",
                      "expected": f"at most {rules.PRICE_PLACES} decimals"})  # fmt: skip
    return found


class _Owners:
    """Finds the agency that each row is for, by number or by name, and says where that fails."""

    def __init__(self, batch: ImportBatch, plan: FilePlan) -> None:
        self.batch, self.plan = batch, plan
        self.parts = {part.agency_id: part for part in _parts(batch.pool)}
        self.by_word: dict[str, list[Agency]] = {}
        for agency in Agency.objects.select_related("organisation"):
            for word in {rules.fold(agency.number), rules.fold(agency.organisation.name)}:
                self.by_word.setdefault(word, []).append(agency)
        self.known: dict[str, tuple[str, Participation | None]] = {}

    def of(self, line: FileLine) -> tuple[str, Participation | None]:
        """Return the name under which the row's agency is planned, and its part in the pool if it has one."""
        word = rules.fold(line.agency)
        if word not in self.known:
            part = self.batch.participation
            self.known[word] = self._own(line, word, part) if part else self._find(line, word)
        if not self.batch.participation and self.known[word][0] in self.plan.unknown:
            self.plan.unknown[self.known[word][0]] += 1
        return self.known[word]

    def _own(self, line: FileLine, word: str, part: Participation) -> tuple[str, Participation | None]:
        others = self.by_word.get(word, [])
        if others and part.agency_id not in {agency.pk for agency in others}:
            self._refuse(line, f"needs of {part.agency} only")
        self.plan.owners[str(part.agency)] = part.agency
        return str(part.agency), part

    def _find(self, line: FileLine, word: str) -> tuple[str, Participation | None]:
        found = self.by_word.get(word, [])
        if len(found) > 1:
            numbers = " or ".join(f"{agency.number}" for agency in found)
            self._refuse(line, f"one agency; several have this name, so write its number: {numbers}")
            return line.agency, None
        if not found:
            self.plan.unknown[line.agency] = 0
            self.plan.owners[line.agency] = None
            if not self.batch.enrol_unknown:
                self._refuse(
                    line, "an agency we know, by name or number (or tick the box to enroll new ones)"
                )
            return line.agency, None
        agency, part = found[0], self.parts.get(found[0].pk)
        if part is not None and part.status not in TAKES_NEEDS:
            self._refuse(line, f"an agency whose needs are still open; {agency} has {_done(part.status)}")
        self.plan.owners[agency.number] = agency
        return agency.number, part

    def _refuse(self, line: FileLine, expected: str) -> None:
        problem = {"row": line.row, "column": "agency", "found": f"“{line.agency}”", "expected": expected}
        self.plan.problems.append(problem)


def _parts(pool: Pool) -> Iterator[Participation]:
    return pool.participations.iterator()


def _done(status: str) -> str:
    return {"declined": "declined", "accepted": "had its needs accepted"}.get(status, "withdrawn")
