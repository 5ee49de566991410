"""An agency's agreements as its page shows them: what belongs to each, and what can follow."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from commonlot.process.membership import access, queries
from commonlot.process.membership.models import Agency, Agreement, AgreementPaper, BoardVote
from commonlot.process.membership.states import AgreementStatus
from commonlot.records.access.models import AnySeat

UNDER_WAY = (AgreementStatus.DRAFT, AgreementStatus.BOARD_PENDING)
Signer = AgreementPaper.Signer


@dataclass(frozen=True)
class AgreementView:
    """One agreement with its papers and votes, and what the reader may do with it."""

    it: Agreement
    may_keep: bool
    may_renew: bool
    followed: bool
    days_left: int | None
    laid: list[AgreementPaper]
    signed: list[AgreementPaper]
    failed: list[BoardVote]
    may_record_county_vote: bool

    @property
    def lacks_county_vote(self) -> bool:
        """Say whether an agreement that the agency's board adopted or has before it lacks the county's own vote."""
        at_stake = self.it.status in (AgreementStatus.BOARD_PENDING, AgreementStatus.ACTIVE)
        return at_stake and not hasattr(self.it, "county_vote")

    @property
    def unsigned(self) -> list[str]:
        """Who has not signed an agreement that the board adopted; nothing before that."""
        if self.it.status != AgreementStatus.ACTIVE:
            return []
        signers = {paper.signed_by for paper in self.signed}
        if Signer.BOTH in signers:
            return []
        wanted = {Signer.AGENCY: "by the agency", Signer.COUNTY: "by the county"}
        return [words for signer, words in wanted.items() if signer not in signers]


def agreement_views(agency: Agency, seat: AnySeat, *, now: datetime) -> list[AgreementView]:
    """Return an agency's agreements, the one under way first, as the reader sees them."""
    held = list(queries.agreements_of(agency))
    today = timezone.localdate(now)
    may_keep = access.keep_agreement.allows(seat, agency, now=now)
    may_record = access.record_county_vote.allows(seat, agency, now=now)
    under_way = any(each.status in UNDER_WAY for each in held)
    views = []
    for each in held:
        renewals = [other for other in held if other.renews_id == each.pk]
        followed = any(other.status in (AgreementStatus.ACTIVE, AgreementStatus.LAPSED) for other in renewals)
        over_or_running = each.status in (AgreementStatus.ACTIVE, AgreementStatus.LAPSED)
        running = [other for other in held if other.status == AgreementStatus.ACTIVE and other.pk != each.pk]
        papers = list(each.papers.all())
        views.append(
            AgreementView(
                it=each,
                may_keep=may_keep,
                may_renew=over_or_running
                and each.ends_on is not None
                and not (under_way or followed or running),
                followed=followed,
                days_left=each.days_left(today) if each.status == AgreementStatus.ACTIVE else None,
                laid=[paper for paper in papers if paper.kind != AgreementPaper.Kind.SIGNED],
                signed=[paper for paper in papers if paper.kind == AgreementPaper.Kind.SIGNED],
                may_record_county_vote=may_record,
                failed=[vote for vote in each.votes.all() if not vote.carried],
            )
        )
    return views
