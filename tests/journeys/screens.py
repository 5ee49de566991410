"""Which journey comes to which screens: a screen that no journey comes to fails the build."""

from tests.house.matrix import all_rows


def _screens(app: str, names: str) -> frozenset[str]:
    return frozenset(f"{app}:{name}" for name in names.split())


VILLAGE_JOINS = _screens(
    "membership",
    """
    join apply model_paper application applications verify facts term agreement_paper vote signed_copy
    agency directory
    """,
)
FIRE_DISTRICT_DELEGATES = _screens(
    "membership",
    "help ask_for_help help_request propose_delegation delegation log_hours take_back_hours hours hours_csv",
)
CITIZEN_SUBSCRIBES = _screens(
    "membership",
    "subscribe subscribe_asked confirm_subscription preferences unsubscribe subscribers subscriber",
)
PURCHASING_OFFICE = (
    _screens("legal", "rule changes change propose shipped")
    | _screens("notices", "mailing")
    | _screens("ordering", "leaving")
    | _screens("web", "subscribe_calendar calendar_ics calendar_atom calendar_date my_calendar my_dates")
    | _screens(
        "membership",
        """
        sell join_as_vendor join_as_vendor_sent prove_registration vendor_facts add_contact change_contact
        add_certification certify paper_demands twin vendors_csv
        add_subscriber campaigns write_campaign count_readers campaign edit_campaign preview_campaign
        campaign_readers schedule_campaign send_campaign personal_link
        services write_service service change_service ask_service service_request service_requests
        member_files member_file member_template
        invite_several approvals history history_csv
        """,
    )
)
BUYER_ASKS_AROUND = (
    _screens("requirements", "board write_down spoken_answer history")
    | _screens("pooling", "words word word_add learning model_file together answer_by_link short_pool")
    | _screens("savings", "should_we_join")
)
ELSEWHERE = (
    VILLAGE_JOINS | FIRE_DISTRICT_DELEGATES | CITIZEN_SUBSCRIBES | PURCHASING_OFFICE | BUYER_ASKS_AROUND
)


def of_the_house() -> frozenset[str]:
    """Return every screen of the program: each address that the permission matrices open by GET."""
    return frozenset(row.url for row in all_rows() if row.method == "GET")
