"""An agency asks to join, proves its address, and is accepted, declined, or withdraws."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonlot.kernel import workflow
from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, queries, rules, states
from commonlot.process.membership.actions import joining_letters as letters
from commonlot.process.membership.actions.agreements import start_agreement
from commonlot.process.membership.actions.asks import TOO_MANY, count_ask
from commonlot.process.membership.actions.facts import change_facts, check_facts
from commonlot.process.membership.actions.members import enrol_agency
from commonlot.process.membership.actions.people import invite_person
from commonlot.process.membership.models import Agency, Application, Ask, columns_of
from commonlot.process.membership.states import ApplicationStatus
from commonlot.records.access.models import PUBLIC, AnySeat, Seat
from commonlot.records.audit.actions import record
from commonlot.records.legal.rules import Outcome


@transaction.atomic
def apply_to_join(
    *, name: str, kind: str, county: str, state: str, facts: rules.StatedFacts, network: str, now: datetime
) -> Application:
    """File an application, answer it from the law as it stands today, and write to the contact.

    network: where the request came from; only a mark of it is kept, for two days.
    """
    if kind not in Agency.Kind.values:
        raise Refused("Choose what kind of body this is.", field="kind")
    if not facts.contact_email:
        raise Refused("Give the e-mail of the contact person.", field="contact_email")
    _refuse_a_member((name, kind, county, state))
    check_facts(facts, state=state, now=now)
    asked = count_ask(Ask.Door.JOINING, email=facts.contact_email, network=network, now=now)
    if not asked.written:
        raise Refused(TOO_MANY[Ask.Door.JOINING])
    answer = queries.may_join(kind=kind, county=county, state=state, on=timezone.localdate(now))
    application = Application.objects.create(
        name=name.strip(),
        kind=kind,
        county=county.strip(),
        state=state,
        answer=answer.outcome,
        reasons=answer.as_reasons(),
        answered_on=answer.on,
        applied_at=now,
        confirm_by=now + rules.CONFIRM_WITHIN,
        **columns_of(facts),
    )
    record(
        at=now,
        actor=PUBLIC,
        verb="membership.application_filed",
        subject=application,
        answer=application.answer,
    )
    letters.ask_to_confirm(application, now=now)
    return application


def _refuse_a_member(body: tuple[str, str, str, str]) -> None:
    """Say that a member takes part already, which is public; who else applied is not, and is not said."""
    twin = queries.enrolled_twin(body)
    if twin is not None:
        raise Refused(
            f"{twin} takes part already, as {twin.number}. Ask its administrator, or the county, for a seat.",
            field="name",
        )


@transaction.atomic
def confirm_application(*, application_id: int, now: datetime) -> Application:
    """Prove the contact's address by the link that was mailed; from now on the county sees the application."""
    application = _lock(application_id)
    workflow.check_move(states.APPLICATION_MOVES, application.status, ApplicationStatus.SUBMITTED)
    if now >= application.confirm_by:
        raise Refused("The link is older than seven days. Please apply again.")
    application.status, application.confirmed_at = ApplicationStatus.SUBMITTED, now
    application.save(update_fields=["status", "confirmed_at"])
    record(at=now, actor=PUBLIC, verb="membership.application_confirmed", subject=application)
    letters.tell_staff(application, now=now)
    return application


@transaction.atomic
def withdraw_application(*, application_id: int, now: datetime) -> Application:
    """Withdraw an application by the link that was mailed, before it is decided."""
    application = _lock(application_id)
    workflow.check_move(states.APPLICATION_MOVES, application.status, ApplicationStatus.WITHDRAWN)
    application.status, application.decided_at = ApplicationStatus.WITHDRAWN, now
    application.save(update_fields=["status", "decided_at"])
    record(at=now, actor=PUBLIC, verb="membership.application_withdrawn", subject=application)
    return application


@transaction.atomic
def accept_application(
    *, application_id: int, actor: AnySeat, now: datetime, counsel_advice: str = ""
) -> Agency:
    """Enrol the agency with all it stated, start its agreement, and invite its contact as administrator."""
    application = _lock(application_id)
    access.decide_application.require(actor, application, now=now)
    workflow.check_move(states.APPLICATION_MOVES, application.status, ApplicationStatus.ACCEPTED)
    answer = _require_the_law(application, counsel_advice, now=now)
    agency = enrol_agency(
        name=application.name,
        kind=application.kind,
        county=application.county,
        state=application.state,
        contact_email=application.contact_email,
        actor=actor,
        now=now,
    )
    change_facts(agency_id=agency.pk, facts=application.facts, actor=actor, now=now)
    start_agreement(agency_id=agency.pk, actor=actor, now=now)
    invite_person(
        organisation_id=agency.organisation_id,
        email=application.contact_email,
        name=application.contact_name,
        roles=[Role.AGENCY_ADMINISTRATOR],
        actor=actor,
        now=now,
    )
    application.agency, application.decided_answer = agency, answer
    application.counsel_advice = counsel_advice.strip()
    _decide(application, ApplicationStatus.ACCEPTED, "membership.application_accepted", actor=actor, now=now,
            number=agency.number, answer=str(answer), counsel_advice=application.counsel_advice)  # fmt: skip
    letters.tell_accepted(application, agency, now=now)
    return agency


def _require_the_law(application: Application, advice: str, *, now: datetime) -> Outcome:
    """Ask the law again, as it stands today: blocked is refused, uncertain needs what counsel advised."""
    answer = queries.may_join(
        kind=application.kind,
        county=application.county,
        state=application.state,
        on=timezone.localdate(now),
    )
    if answer.outcome is Outcome.BLOCKED:
        found = answer.because[0]
        raise Refused(
            f"{found.sentence} {found.rule.code}, {found.rule.citation}. Decline it with this reason."
        )
    if answer.outcome is Outcome.UNCERTAIN and not advice.strip():
        raise Refused("The law is uncertain here. Write down who advised what.", field="counsel_advice")
    return answer.outcome


@transaction.atomic
def decline_application(*, application_id: int, reason: str, actor: AnySeat, now: datetime) -> Application:
    """Decline an application, and write the reason to its contact."""
    application = _lock(application_id)
    access.decide_application.require(actor, application, now=now)
    workflow.check_move(states.APPLICATION_MOVES, application.status, ApplicationStatus.DECLINED)
    if not reason.strip():
        raise Refused("Say why; the contact will read it.", field="reason")
    application.decision = reason.strip()
    _decide(application, ApplicationStatus.DECLINED, "membership.application_declined", actor=actor, now=now,
            reason=application.decision)  # fmt: skip
    letters.tell_declined(application, now=now)
    return application


def _decide(
    application: Application, to: ApplicationStatus, verb: str, *, actor: AnySeat, now: datetime, **facts: str
) -> None:
    if not isinstance(actor, Seat):
        raise Refused("Sign in first.")
    application.status, application.decided_at, application.decided_by = to, now, actor
    application.save()
    record(at=now, actor=actor, verb=verb, subject=application, within=application.agency, **facts)


@transaction.atomic
def forget_applications(*, now: datetime) -> int:
    """Forget applications whose address nobody proved: a month after the link ran out nothing of them is left."""
    old = Application.objects.filter(
        status=ApplicationStatus.UNCONFIRMED, confirm_by__lt=now - rules.FORGET_AFTER
    )
    return old.delete()[0]


def _lock(application_id: int) -> Application:
    return Application.objects.select_for_update().get(pk=application_id)
