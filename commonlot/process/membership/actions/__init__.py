"""Every change to members, their people, their agreements and their certificates."""

from commonlot.process.membership.actions.agreements import (
    attach_signed_copy,
    end_agreement,
    lapse_agreements,
    lay_before_board,
    record_board_vote,
    start_agreement,
)
from commonlot.process.membership.actions.alerts import warn_of_lapsing_papers
from commonlot.process.membership.actions.members import enrol_agency, found_lead_agency
from commonlot.process.membership.actions.papers import (
    add_certificate,
    add_certification,
    certify,
    change_demands,
    citation_of,
)
from commonlot.process.membership.actions.people import change_roles, end_seat, invite_person
from commonlot.process.membership.actions.registrations import (
    ask_to_register,
    forget_unproved,
    proof_link,
    prove_registration,
    registration_of,
    token_of,
)
from commonlot.process.membership.actions.twins import fold_vendor, tell_apart
from commonlot.process.membership.actions.vendors import (
    change_vendor,
    check_vendor,
    drop_contact,
    keep_contact,
    register_vendor,
)

__all__ = [
    "add_certificate",
    "add_certification",
    "ask_to_register",
    "attach_signed_copy",
    "certify",
    "change_demands",
    "change_roles",
    "change_vendor",
    "check_vendor",
    "citation_of",
    "drop_contact",
    "end_agreement",
    "end_seat",
    "enrol_agency",
    "fold_vendor",
    "forget_unproved",
    "found_lead_agency",
    "invite_person",
    "keep_contact",
    "lapse_agreements",
    "lay_before_board",
    "proof_link",
    "prove_registration",
    "record_board_vote",
    "register_vendor",
    "registration_of",
    "start_agreement",
    "tell_apart",
    "token_of",
    "warn_of_lapsing_papers",
]
