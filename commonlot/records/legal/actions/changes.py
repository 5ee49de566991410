"""A change of a rule: one person proposes it, another decides, and the past stays as it was."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.records.access.models import AnySeat, Seat
from commonlot.records.audit.actions import record
from commonlot.records.documents.actions import keep
from commonlot.records.documents.models import Document
from commonlot.records.legal import access
from commonlot.records.legal.actions import letters
from commonlot.records.legal.models import Rule, RuleChange
from commonlot.records.legal.pack import PackWrong, refuse_what_breaks_the_shape, shipped_packs
from commonlot.records.legal.rules import LegalRule, overlap, same_shape, what_remains
from commonlot.records.legal.states import CHANGE_MOVES, ChangeStatus

Kind = RuleChange.Kind


@dataclass(frozen=True)
class Letter:
    """A file that shows where a change comes from, such as counsel's letter."""

    name: str
    content: bytes
    content_type: str


@transaction.atomic
def propose_change(
    *,
    pack: str,
    version: LegalRule,
    kind: str,
    why: str,
    actor: Seat,
    now: datetime,
    base_id: int | None = None,
    letter: Letter | None = None,
) -> RuleChange:
    """Propose a new version of a rule, written from one that stands; nothing holds until a second person approves."""
    access.propose_change.require(actor, now=now)
    standing = list(Rule.objects.select_for_update().standing().filter(pack=pack, code=version.code))
    base = next((each for each in standing if each.pk == base_id), None)
    _refuse_what_cannot_be(version, kind, why, base, standing)
    if RuleChange.objects.filter(pack=pack, code=version.code, status=ChangeStatus.PROPOSED).exists():
        raise Refused("Another change of this rule waits for a decision. Decide or take back that one first.")
    kept = _keep(letter, actor=actor, now=now) if letter is not None else None
    change = RuleChange.objects.create(
        pack=pack,
        code=version.code,
        kind=kind,
        base=base,
        after=version.as_plain(),
        why=why.strip(),
        letter=kept,
        proposed_by=actor,
        proposed_at=now,
    )
    record(
        at=now,
        actor=actor,
        verb="legal.change_proposed",
        subject=change,
        why=change.why,
        letter=kept.sha256 if kept is not None else "",
    )
    letters.ask_for_a_decision(change, now=now)
    return change


def _keep(letter: Letter, *, actor: Seat, now: datetime) -> Document:
    return keep(
        name=letter.name, content=letter.content, content_type=letter.content_type, actor=actor, now=now
    )


def _refuse_what_cannot_be(
    version: LegalRule, kind: str, why: str, base: Rule | None, standing: list[Rule]
) -> None:
    if kind == Kind.ADDS and standing:
        raise Refused("This rule is kept already. Propose a new version of it.")
    if kind != Kind.ADDS:
        _refuse_a_wrong_start(version, base)
    _refuse_wrong_days(version, kind)
    if kind == Kind.CORRECTS and base is not None:
        _refuse_to_swallow_another(version, base, standing)
    if not why.strip():
        raise Refused("Write down why, with the source.", field="why")
    try:
        refuse_what_breaks_the_shape(version)
    except PackWrong as wrong:
        raise Refused(str(wrong)) from wrong


def _refuse_a_wrong_start(version: LegalRule, base: Rule | None) -> None:
    if base is None:
        raise Refused("The version you started from was replaced meanwhile. Look at the rule again.")
    if not _keeps_its_shape(base, version):
        raise Refused("A change keeps what the rule asks for; only its words, figure and days may differ.")
    if base.as_text() == version:
        raise Refused("Nothing differs from the version that stands.")


def _refuse_wrong_days(version: LegalRule, kind: str) -> None:
    start, end = version.effective_from, version.effective_to
    if start is not None and end is not None and end <= start:
        raise Refused("The last day lies before the first.", field="last_day")
    if kind == Kind.BEGINS and start is None:
        raise Refused("Name the first day on which the new version holds.", field="first_day")


def _keeps_its_shape(base: Rule, version: LegalRule) -> bool:
    """A person changes words, figures and days; only a file that ships, which is reviewed, changes what is asked."""
    pack = shipped_packs().get(base.pack)
    return same_shape(base.as_text(), version) or (pack is not None and version in pack.rules)


def _refuse_to_swallow_another(version: LegalRule, base: Rule, standing: list[Rule]) -> None:
    others = [each for each in standing if each.pk != base.pk and overlap(each.as_text(), version)]
    if others:
        raise Refused(
            f"The corrected days reach into the version that holds {others[0].dates}.", field="last_day"
        )


@transaction.atomic
def approve_change(*, change_id: int, actor: Seat, now: datetime, note: str = "") -> RuleChange:
    """Let the proposed version be the law from its first day; what stood before is ended, never edited."""
    change = _to_decide(change_id, ChangeStatus.APPROVED, actor=actor, now=now)
    rows = list(Rule.objects.select_for_update().standing().filter(pack=change.pack, code=change.code))
    if change.base is not None and change.base.pk not in {each.pk for each in rows}:
        raise Refused(
            "The version this was written from was replaced meanwhile. Decline it and propose anew."
        )
    _decide(change, ChangeStatus.APPROVED, note, actor=actor, now=now)
    _put_in_place(change, rows, now=now)
    record(at=now, actor=actor, verb="legal.change_approved", subject=change, note=note)
    letters.tell_the_decision(change, now=now)
    return change


def _put_in_place(change: RuleChange, rows: list[Rule], *, now: datetime) -> None:
    """End the rows that the new version touches and write what remains of them, and the new one."""
    version = change.version
    made = []
    for row in rows:
        corrected = change.kind == Kind.CORRECTS and row.pk == change.base_id
        old = row.as_text()
        remains = [] if corrected else what_remains(old, version)
        if remains == [old]:
            continue
        Rule.objects.filter(pk=row.pk).update(superseded_at=now)
        made += [_row(piece, change, row.position, by=row.change, now=now) for piece in remains]
    position = rows[0].position if rows else Rule.objects.filter(pack=change.pack).count() + 1
    Rule.objects.bulk_create([*made, _row(version, change, position, by=change, now=now)])


def _row(rule: LegalRule, change: RuleChange, position: int, *, by: RuleChange | None, now: datetime) -> Rule:
    return Rule.of(rule, pack=change.pack, position=position, change=by, recorded_at=now)


@transaction.atomic
def decline_change(*, change_id: int, note: str, actor: Seat, now: datetime) -> RuleChange:
    """Decline a proposed version, with the reason."""
    change = _to_decide(change_id, ChangeStatus.DECLINED, actor=actor, now=now)
    if not note.strip():
        raise Refused("Write down why it is declined.", field="note")
    _decide(change, ChangeStatus.DECLINED, note, actor=actor, now=now)
    record(at=now, actor=actor, verb="legal.change_declined", subject=change, note=note.strip())
    letters.tell_the_decision(change, now=now)
    return change


@transaction.atomic
def withdraw_change(*, change_id: int, actor: Seat, now: datetime) -> RuleChange:
    """Take back a proposed version that nobody has decided."""
    change = _locked(change_id)
    access.withdraw_change.require(actor, change, now=now)
    workflow.check_move(CHANGE_MOVES, change.status, ChangeStatus.WITHDRAWN)
    _decide(change, ChangeStatus.WITHDRAWN, "", actor=actor, now=now)
    record(at=now, actor=actor, verb="legal.change_withdrawn", subject=change)
    return change


def _locked(change_id: int) -> RuleChange:
    return (
        RuleChange.objects.select_for_update(of=("self",))
        .select_related("base", "proposed_by__user", "proposed_by__organisation")
        .get(pk=change_id)
    )


def _to_decide(change_id: int, to: ChangeStatus, *, actor: AnySeat, now: datetime) -> RuleChange:
    change = _locked(change_id)
    access.decide_change.require(actor, change, now=now)
    workflow.check_move(CHANGE_MOVES, change.status, to)
    return change


def _decide(change: RuleChange, to: ChangeStatus, note: str, *, actor: Seat, now: datetime) -> None:
    change.status, change.decided_by, change.decided_at = to, actor, now
    change.decision_note = note.strip()
    change.save(update_fields=["status", "decided_by", "decided_at", "decision_note"])
