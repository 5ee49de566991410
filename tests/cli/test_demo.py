"""The demonstration county: built through the stages' own acts, the same each time, with something everywhere."""

from asyncio.events import _get_running_loop, _set_running_loop
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.db.models import F, Sum
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from commonlot.cli.demo import building, days, sign_ins
from commonlot.cli.demo.county import PASSWORD
from commonlot.kernel.errors import Refused
from commonlot.process.award.models import Award, Finding
from commonlot.process.award.queries import tabulation
from commonlot.process.award.states import AwardStatus
from commonlot.process.bidding.models import PaperBid
from commonlot.process.bidding.states import PaperBidStatus
from commonlot.process.contracts.models import Allotment, Contract, PathMemo, PriceLine
from commonlot.process.contracts.states import ContractStatus
from commonlot.process.membership.access import answers_for_orders
from commonlot.process.membership.models import (
    Agency,
    Agreement,
    Announcement,
    AssistanceRequest,
    Campaign,
    CertificateAlert,
    Delegation,
    HoursEntry,
    LikelyTwin,
    MemberFile,
    ServiceRequest,
    SharedService,
    Subscription,
    Vendor,
)
from commonlot.process.membership.queries import approval_rules, counts_of_outcomes
from commonlot.process.membership.states import (
    AgreementStatus,
    CampaignStatus,
    SubscriptionStatus,
    VendorStatus,
)
from commonlot.process.ordering.models import Order
from commonlot.process.ordering.queries import approving
from commonlot.process.ordering.states import OrderStatus
from commonlot.process.pooling.models import Match, MatchLine, PooledLine, RegisteredNeed, TradeWord
from commonlot.process.pooling.queries.learnt import counts_of_decisions
from commonlot.process.pooling.rules.learning import FIRST_AT
from commonlot.process.pooling.states import MatchStatus
from commonlot.process.requirements.models import ImportBatch, Participation, Pool, RequirementLine
from commonlot.process.requirements.states import ImportStatus, LineStatus, ParticipationStatus, PoolStatus
from commonlot.process.savings.models import LedgerEntry
from commonlot.process.solicitation.models import Solicitation
from commonlot.process.solicitation.states import Status
from commonlot.records.access.models import Organisation, Seat, User
from commonlot.records.audit.models import Entry
from commonlot.records.jobs.models import Work
from commonlot.records.legal.actions import load_pack
from commonlot.records.notices.models import UNDONE, Bounce, Mailing, Message

TODAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("America/New_York"))


@pytest.fixture(scope="module", autouse=True)
def _no_event_loop() -> Iterator[None]:
    """Hide the loop that an earlier browser test leaves running in this thread: jobs could not be deferred."""
    running = _get_running_loop()
    _set_running_loop(None)
    yield
    _set_running_loop(running)


@pytest.fixture(scope="module")
def county(_no_event_loop: None, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demonstration county, as it stands on a Monday."""
    with django_db_blocker.unblock(), override_settings(COMMONLOT_DEMO=True), transaction.atomic():
        with connection.cursor() as cursor:  # what a test in real transactions left to the worker
            cursor.execute("DELETE FROM procrastinate_jobs")
        load_pack()  # which such a test took away with everything else
        building.build(today=TODAY, again=False)
        yield
        transaction.set_rollback(True)


def client_of(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def statuses(model: Any) -> set[str]:
    return set(model.objects.values_list("status", flat=True))


def figures() -> dict[str, Any]:
    """Count the rows of every stage and add up what must be the same each time."""
    counted: list[Any] = [
        Agency, Seat, Pool, RequirementLine, Match, MatchLine, PooledLine, Solicitation, PaperBid, Award, Contract,
        PriceLine, Allotment, Order, LedgerEntry, Message, Entry,
    ]  # fmt: skip
    rows: dict[str, Any] = {model.__name__: model.objects.count() for model in counted}
    rows["pooled"] = list(PooledLine.objects.values_list("pool__number", "name", "total").order_by("pk"))
    rows["awarded"] = list(Award.objects.values_list("solicitation__number", "total").order_by("pk"))
    rows["saved"] = LedgerEntry.objects.aggregate(sum=Sum("saved"))["sum"]
    return rows


# --- before it is built -------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_it_is_built_only_where_every_page_says_that_it_is_invented(settings: Any) -> None:
    settings.COMMONLOT_DEMO = False
    with pytest.raises(Refused, match="COMMONLOT_DEMO"):
        building.build(today=TODAY, again=False)


@pytest.mark.django_db
def test_it_leaves_a_database_alone_in_which_someone_works(settings: Any) -> None:
    settings.COMMONLOT_DEMO = True
    Organisation.objects.create(kind="agency", name="Town of Rye Hill", created_at=NINE)
    with pytest.raises(Refused, match="--again"):
        building.build(today=TODAY, again=False)
    assert Organisation.objects.get().name == "Town of Rye Hill"


def test_what_happened_on_a_weekend_moves_away_from_today_and_keeps_its_order() -> None:
    calendar = days.Days(TODAY)
    dates = [calendar.day(offset) for offset in range(-60, 60)]
    assert dates == sorted(dates)
    assert all(each.weekday() < 5 for each in dates)
    assert calendar.month(-25, later=3) == date(2027, 1, 1)


# --- what there is to see -----------------------------------------------------------------------------------
@pytest.mark.usefixtures("county")
def test_every_real_agency_is_enrolled_and_most_have_an_agreement() -> None:
    assert Agency.objects.count() == 105
    assert Agreement.objects.filter(status=AgreementStatus.ACTIVE).count() >= 80
    assert statuses(Agreement) == set(AgreementStatus)


@pytest.mark.usefixtures("county")
def test_readers_of_the_list_stand_in_every_state_and_were_told_news() -> None:
    assert statuses(Subscription) == set(SubscriptionStatus)
    assert Subscription.objects.count() == 41
    assert Subscription.objects.filter(paused_at__isnull=False).exists()
    assert all(email.endswith(".example") for email in Subscription.objects.values_list("email", flat=True))
    assert set(Bounce.objects.values_list("kind", flat=True)) == {"hard", "soft"}
    assert Announcement.objects.filter(told_at__isnull=False, recipients__gt=0).exists()
    assert not Announcement.objects.filter(told_at__isnull=True).exists()


@pytest.mark.usefixtures("county")
def test_mail_to_many_was_sent_waits_for_its_moment_and_is_a_draft() -> None:
    assert statuses(Campaign) == {CampaignStatus.SENT, CampaignStatus.SCHEDULED, CampaignStatus.DRAFT}
    for sent in Campaign.objects.filter(status=CampaignStatus.SENT):
        counts = counts_of_outcomes(sent)
        assert counts["sent"] > counts["failed"] > 0
    assert counts_of_outcomes(Campaign.objects.get(audience="invited"))["opened"] > 0


@pytest.mark.usefixtures("county")
def test_pools_stand_at_every_stage_that_an_act_can_bring_them_to() -> None:
    assert statuses(Pool) == set(PoolStatus) - {PoolStatus.CLOSED}
    assert statuses(Participation) == set(ParticipationStatus) - {ParticipationStatus.WITHDRAWN}
    assert statuses(RequirementLine) == set(LineStatus)
    assert statuses(Match) == set(MatchStatus)
    assert {ImportStatus.UPLOADED, ImportStatus.CHECKED, ImportStatus.IMPORTED} == statuses(ImportBatch)


@pytest.mark.usefixtures("county")
def test_solicitations_bids_and_awards_stand_in_every_state() -> None:
    assert statuses(Solicitation) == set(Status)
    assert statuses(PaperBid) == set(PaperBidStatus) - {PaperBidStatus.WITHDRAWN}
    quiet = {AwardStatus.PROTESTED, AwardStatus.UPHELD, AwardStatus.DISMISSED}
    assert statuses(Award) == set(AwardStatus) - quiet


@pytest.mark.usefixtures("county")
def test_contracts_and_orders_stand_in_every_state_that_lasts() -> None:
    assert {ContractStatus.DRAFT, ContractStatus.ACTIVE, ContractStatus.EXPIRED} == statuses(Contract)
    assert statuses(Order) == set(OrderStatus) - {OrderStatus.APPROVED}  # an approved order is sent at once


@pytest.mark.usefixtures("county")
def test_the_awkward_cases_are_there() -> None:
    first_aid = Solicitation.objects.get(title__startswith="First aid", status=Status.OPENED)
    kinds = {found.kind for found in tabulation(first_aid).result.findings}
    assert kinds == {"arithmetic", "certificate", "no_bid", "single_bid", "tie"}
    assert PaperBid.objects.filter(is_late=True, status=PaperBidStatus.UNOPENED).exists()
    assert MatchLine.objects.still_asked().filter(asked_at__isnull=False).exists()
    assert PathMemo.objects.filter(participation__agency__number="T-019").count() == 2
    assert Finding.objects.exists()


@pytest.mark.usefixtures("county")
def test_help_was_asked_for_given_declined_and_logged() -> None:
    assert statuses(AssistanceRequest) == {"asked", "accepted", "declined", "done"}
    assert statuses(Delegation) == {"granted"}
    assert HoursEntry.objects.filter(corrects__isnull=False).exists()
    assert Entry.objects.filter(lent_by="Westchester County", verb="ordering.order_submitted").exists()


@pytest.mark.usefixtures("county")
def test_buyers_act_on_behalf_and_a_fire_district_has_three_people() -> None:
    lent = Seat.objects.lent().values_list("user__email", "organisation__agency__number")
    assert set(lent) == {("buyer2@county.example", "V-004"), ("buyer@county.example", "F-014")}
    people = Seat.objects.own().filter(organisation__agency__number="F-014")
    assert people.count() == 3
    assert any({"requester", "receiver"} <= set(seat.roles) for seat in people)


@pytest.mark.usefixtures("county")
def test_vendors_are_new_suspected_near_a_lapse_and_blocked() -> None:
    new = Vendor.objects.filter(status=VendorStatus.NEW)
    assert {str(each) for each in new} == {"Fernhollow Fence Works", "Salt and Sons, Inc."}
    assert LikelyTwin.objects.get().older == Vendor.objects.get(organisation__name="Salt & Sons")
    tires = Contract.objects.get(title="Tires and tubes")
    answer = answers_for_orders([tires.vendor], on=TODAY)[tires.vendor_id]
    assert "liability insurance lapsed" in (answer.why_not or "")
    assert Order.objects.filter(contract=tires, status=OrderStatus.DRAFT).exists()
    assert Order.objects.filter(contract=tires, status=OrderStatus.SENT).exists()
    assert CertificateAlert.objects.filter(step=7).exists()


# --- the figures --------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("county")
def test_shares_add_up_to_their_totals_and_allotments_to_what_was_bid() -> None:
    connection.check_constraints()  # the database adds up again
    for line in PooledLine.objects.annotate(sum=Sum("shares__base_quantity")):
        assert line.total == line.sum
    allotted = PriceLine.objects.filter(allotments__isnull=False).annotate(sum=Sum("allotments__quantity"))
    assert allotted.exists()
    assert not allotted.exclude(sum=F("bid_line__quantity")).exists()


@pytest.mark.usefixtures("county")
def test_the_county_saves_money_but_not_on_every_contract() -> None:
    by_contract = LedgerEntry.objects.order_by().values_list("price_line__contract__number")
    sums = dict(by_contract.annotate(sum=Sum("saved")))
    assert sum(sums.values()) > Decimal(10_000)
    assert min(sums.values()) < 0


@pytest.mark.usefixtures("county")
def test_nothing_is_left_to_do_or_to_send_from_an_invented_past() -> None:
    assert not Message.objects.filter(UNDONE).exists()
    assert not Mailing.objects.filter(finished_at=None).exists()
    assert not Work.objects.filter(finished_at=None).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() == (0,)
    assert not Entry.objects.filter(at__gte=NINE.replace(hour=0)).exists()


# --- the pages ----------------------------------------------------------------------------------------------
PAGES = [
    ("", "/solicitations/", "Road salt and de-icers"),
    ("", "/contracts/", "Copy paper"),
    ("", "/bidding/", "Clear liners"),
    ("", "/awards/", "Traffic cones"),
    ("", "/savings/", "Road salt"),
    ("", "/calendar/", "Road salt"),
    ("", "/membership/", "Town of Bedford"),
    ("buyer@county.example", "/membership/help/", "Village of Tarrytown"),
    ("chief@fire.example", "/membership/help/", "Priya Raman for"),
    ("buyer2@county.example", "/to-do/", "Acting for. Needs and orders only"),
    ("buyer@county.example", "/requirements/", "Custodial supplies"),
    ("buyer@county.example", "/pooling/", "Nitrile gloves"),
    ("buyer@county.example", "/to-do/", "Athletic field seed"),
    ("buyer@county.example", "/awards/", "First aid"),
    ("buyer@county.example", "/orders/", "PO-26-"),
    ("agent@county.example", "/to-do/", "Traffic signs and posts"),
    ("admin@county.example", "/mail/", "A change of rule PIG-6"),
    ("requester@town.example", "/requirements/", "Custodial supplies"),
    ("requester@town.example", "/orders/basket/", "Envelope"),
    ("approver@town.example", "/orders/", "PO-26-"),
    ("chief@fire.example", "/orders/", "PO-26-"),
    ("sales@saltandsons.example", "/orders/", "Town of Bedford"),
]


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize(("email", "path", "shows"), PAGES)
def test_a_stages_first_page_has_something_to_show(
    email: str, path: str, shows: str, settings: Any, now_is_nine: None
) -> None:
    client = client_of(email) if email else Client()
    answer = client.get(path)
    assert answer.status_code == 200
    assert shows in answer.content.decode()


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("Colored and heavy paper", "The middle of 6 lines cost"),
        ("Liquid de-icers", "Not enough data: 4 lines can be compared"),
        ("Custodial supplies", "No earlier pool of Custodial supplies has been awarded here"),
    ],
)
def test_whether_to_join_is_answered_only_where_a_past_pool_carries_it(
    title: str, says: str, now_is_nine: None
) -> None:
    pool = Pool.objects.get(title__startswith=title, status=PoolStatus.COLLECTING)
    answer = client_of("requester@town.example").get(f"/savings/pools/{pool.pk}/join/")
    assert says in answer.content.decode()


@pytest.fixture
def now_is_nine(settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = NINE - timezone.now()


@pytest.mark.usefixtures("county")
def test_everyone_listed_can_sign_in_with_the_password_that_is_shown() -> None:
    for _, email, password in sign_ins():
        assert password == PASSWORD
        client = Client()
        client.post("/account/login/", {"login": email, "password": password})
        assert "_auth_user_id" in client.session, email


# --- again --------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("county")
def test_the_same_day_gives_the_same_county_again() -> None:
    before = figures()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    building.build(today=TODAY, again=True)
    assert figures() == before


@pytest.mark.usefixtures("county")
def test_a_town_has_approval_rules_and_an_order_that_waits_for_its_second_approval() -> None:
    town = Agency.objects.get(number="T-001")
    known = approval_rules(town.organisation_id, now=NINE)
    assert [str(each.limit) for each in known.approvers if each.limit] == ["$1,000.00"]
    assert [f"{each.name} for {each.acts_for.name}" for each in known.backups] == [
        "Lou Marsh for Nell Farrow"
    ]
    half = Order.objects.filter(agency=town, status=OrderStatus.SUBMITTED, approvals__isnull=False).get()
    standing = approving(half, now=NINE).standing
    assert (standing.needed, standing.given, standing.can_be_met) == (2, 1, True)


def test_the_directory_has_services_a_late_answer_and_a_file_to_confirm(county: None) -> None:
    assert SharedService.objects.filter(status="published").count() == 10
    late = [each for each in ServiceRequest.objects.waiting() if each.is_overdue(on=TODAY)]
    assert [str(each) for each in late] == ["Repair of vehicles, for Town of Yorktown"]
    file = MemberFile.objects.get()
    assert (file.status, file.outcome) == ("checked", "3 new, 1 changed, 1 the same")


def test_two_words_were_taught_and_the_program_says_that_it_has_not_learned_enough(county: None) -> None:
    assert sorted(TradeWord.objects.standing().values_list("typed", flat=True)) == ["BOE", "SKD"]
    decided = counts_of_decisions(Organisation.objects.get(kind="lead_agency").pk)
    assert 0 < decided.all < FIRST_AT
    assert RegisteredNeed.objects.exists()
