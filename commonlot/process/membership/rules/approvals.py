"""Who may approve what: limits, backups in their dates, and two approvals above an amount, on plain values."""

from dataclasses import dataclass, replace
from datetime import date

from commonlot.kernel.money import Money
from commonlot.kernel.period import Period


@dataclass(frozen=True)
class Approver:
    """A person who may approve up to a limit; without one, any amount."""

    seat: int
    person: int
    name: str
    limit: Money | None = None

    def covers(self, amount: Money) -> bool:
        """Say whether the limit lets this amount through; the limit itself still does."""
        return self.limit is None or amount <= self.limit


@dataclass(frozen=True)
class Backup:
    """A person who acts for an approver in some days, with that approver's limit."""

    seat: int
    person: int
    name: str
    acts_for: Approver
    period: Period


@dataclass(frozen=True)
class ApprovalRules:
    """The approval rules of one agency; the plain agency has approvers and nothing else."""

    approvers: tuple[Approver, ...] = ()
    backups: tuple[Backup, ...] = ()
    two_above: Money | None = None


@dataclass(frozen=True)
class Authority:
    """One person who may approve on a day: in their own right, or in the right of an approver they stand in for."""

    seat: int
    person: int
    name: str
    right: Approver
    period: Period | None = None

    @property
    def is_backup(self) -> bool:
        """Say whether somebody else's right is used."""
        return self.seat != self.right.seat

    @property
    def limit(self) -> Money | None:
        """Up to which amount; None is any amount."""
        return self.right.limit

    def __str__(self) -> str:
        return f"{self.name} for {self.right.name}" if self.is_backup else self.name


@dataclass(frozen=True)
class Given:
    """An approval that stands: who gave it, and whose right it used."""

    person: int
    right: int


@dataclass(frozen=True)
class Request:
    """What is to be approved: how much, who asked for it (0 for nobody yet), and the approvals that stand."""

    amount: Money
    asked_by: int = 0
    given: tuple[Given, ...] = ()


@dataclass(frozen=True)
class ApprovalStanding:
    """How a request stands: how many approvals it needs, and who may give the next."""

    needed: int
    given: int
    open_to: tuple[Authority, ...]
    can_be_met: bool

    @property
    def missing(self) -> int:
        """How many approvals are still to be given."""
        return max(self.needed - self.given, 0)

    @property
    def is_met(self) -> bool:
        """Say whether the rules are met."""
        return self.missing == 0


def approvals_needed(rules: ApprovalRules, amount: Money) -> int:
    """Return two above the agency's amount, else one; the amount itself still needs one."""
    return 2 if rules.two_above is not None and amount > rules.two_above else 1


def authorities(rules: ApprovalRules, *, on: date) -> tuple[Authority, ...]:
    """Return everyone who may approve anything on a day, approvers first, then the backups of that day."""
    own = [Authority(each.seat, each.person, each.name, each) for each in rules.approvers]
    backups = [
        Authority(each.seat, each.person, each.name, each.acts_for, each.period)
        for each in rules.backups
        if on in each.period
    ]
    return (*own, *backups)


def standing(rules: ApprovalRules, request: Request, *, on: date) -> ApprovalStanding:
    """Judge a request: what it needs, who may approve next, and whether enough people are there at all."""
    needed = approvals_needed(rules, request.amount)
    may = tuple(each for each in authorities(rules, on=on) if _obstacle(each, request) is None)
    missing = max(needed - len(request.given), 0)
    return ApprovalStanding(needed, len(request.given), may, _are_enough(may, missing))


def _are_enough(may: tuple[Authority, ...], missing: int) -> bool:
    """Two approvals take two people and the rights of two approvers."""
    if missing < 2:
        return missing == 0 or bool(may)
    return any(one.person != two.person and one.right.seat != two.right.seat for one in may for two in may)


def authority_of(rules: ApprovalRules, request: Request, *, person: int, on: date) -> Authority | None:
    """Return the right by which a person may approve a request; their own comes before a backup's."""
    return next((each for each in standing(rules, request, on=on).open_to if each.person == person), None)


def why_not_approve(rules: ApprovalRules, request: Request, *, person: int, on: date) -> str | None:
    """Return why a person may not approve a request on a day, or None."""
    now = standing(rules, request, on=on)
    if person in {each.person for each in request.given}:
        return None if now.is_met else "You approved this already. A second person must approve it too."
    if any(each.person == person for each in now.open_to):
        return None
    own = [each for each in authorities(rules, on=on) if each.person == person]
    if not own:
        return _why_no_authority(rules, person=person, on=on)
    return _obstacle(own[0], request)


def _obstacle(authority: Authority, request: Request) -> str | None:
    """Return what keeps one person from approving a request by one right, or None."""
    right = authority.right
    if authority.person == request.asked_by:
        return "You asked for this order, so another person must approve it."
    if right.person == request.asked_by:
        return f"{right.name} asked for this order, so nobody can approve it for {right.name}."
    if authority.person in {each.person for each in request.given}:
        return "You approved this already. A second person must approve it too."
    if right.seat in {each.right for each in request.given}:
        return (
            f"An approval by or for {right.name} stands already. The second must come from another approver."
        )
    if not right.covers(request.amount):
        whose = f"{right.name}, for whom you act," if authority.is_backup else "You"
        return f"{whose} may approve up to {right.limit}. This order comes to {request.amount}."
    return None


def _why_no_authority(rules: ApprovalRules, *, person: int, on: date) -> str:
    for each in rules.backups:
        if each.person == person and on < each.period.start:
            return f"You act for {each.acts_for.name} from {day(each.period.start)}, not before."
    return "Only an approver of the agency approves its orders."


def why_nobody(rules: ApprovalRules, request: Request, *, on: date) -> str | None:
    """Return why a request cannot get the approvals it needs, with what to do, or None."""
    now = standing(rules, request, on=on)
    if now.can_be_met:
        return None
    if not rules.approvers:
        return "Your agency has no approver yet. Ask its administrator to invite one."
    do = "Ask your agency’s administrator to raise a limit, name another approver, or name a backup."
    who = "; ".join(f"{each} {up_to(each.limit)}" for each in authorities(rules, on=on))
    if now.missing == 2:
        return (
            f"An order of {request.amount} needs two approvals, by two people and not by the one who asks. "
            f"Who may approve now: {who}. {do}"
        )
    return f"Nobody else may approve an order of {request.amount} now. Who may approve: {who}. {do}"


def without(rules: ApprovalRules, *, seat: int) -> ApprovalRules:
    """Return the rules as they stand once a person is gone, with the backups that rest on them."""
    return replace(
        rules,
        approvers=tuple(each for each in rules.approvers if each.seat != seat),
        backups=tuple(each for each in rules.backups if seat not in {each.seat, each.acts_for.seat}),
    )


def up_to(limit: Money | None) -> str:
    """Write a limit as people say it."""
    return "any amount" if limit is None else f"up to {limit}"


def day(value: date) -> str:
    """Write a day such as Dec 4, 2026."""
    return f"{value:%b} {value.day}, {value.year}"


@dataclass(frozen=True)
class Band:
    """A range of amounts in which the same people may approve: over one amount, up to and with another."""

    over: Money | None
    up_to: Money | None
    standing: ApprovalStanding


def bands(rules: ApprovalRules, *, on: date) -> list[Band]:
    """Cut all amounts into ranges and say for each who may approve: what the page shows in words."""
    known = {each.limit for each in rules.approvers if each.limit is not None}
    edges = sorted(known | ({rules.two_above} if rules.two_above is not None else set()))
    tops: list[Money | None] = [*edges, None]
    bottoms: list[Money | None] = [None, *edges]
    return [
        Band(over, top, standing(rules, Request(top or _just_above(over)), on=on))
        for over, top in zip(bottoms, tops, strict=True)
    ]


def _just_above(amount: Money | None) -> Money:
    return (amount or Money()) + Money(1)
