"""What looks alike, which papers count, and when a paper is warned of: on plain values."""

from datetime import date

import pytest

from commonlot.process.membership import rules
from commonlot.process.membership.rules import CompanyFacts

SALT = CompanyFacts(
    "Salt & Sons",
    emails=("sales@saltandsons.example",),
    phones=("(914) 555-0104",),
    address="Pier 3, Brinebank, NY",
)


@pytest.mark.parametrize(
    "name",
    [
        "Salt and Sons",
        "SALT & SONS, INC.",
        "The Salt & Sons Co.",
        "Salt & Sons L.L.C.",
        "Salt  &  Sons Corp",
        "Sált & Sons",
    ],
)
def test_legal_forms_marks_and_small_words_do_not_tell_companies_apart(name: str) -> None:
    assert rules.why_alike(CompanyFacts(name), SALT) == ["same legal name"]


def test_a_company_named_by_its_legal_form_alone_keeps_its_name() -> None:
    assert rules.fold_name("The Company Co.") == "the company co"


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (CompanyFacts("Saltt & Sons"), "name 94% alike"),
        (CompanyFacts("Brine Yard", trade_name="Salt and Sons"), "same as a trade name"),
        (CompanyFacts("Brine Yard", phones=("914.555.0104 x12",)), "same phone"),
        (CompanyFacts("Brine Yard", phones=("+1 914 555 0104",)), "same phone"),
        (CompanyFacts("Brine Yard", emails=("SALES@saltandsons.example",)), "same e-mail"),
        (
            CompanyFacts("Brine Yard", emails=("bids@saltandsons.example",)),
            "same e-mail domain saltandsons.example",
        ),
        (CompanyFacts("Brine Yard", address="PIER 3\nBrinebank NY 10511-1204"), "same address"),
    ],
)
def test_each_sign_of_one_company_is_named(other: CompanyFacts, reason: str) -> None:
    assert rules.why_alike(other, SALT) == [reason]


@pytest.mark.parametrize(
    "other",
    [
        CompanyFacts("Rival Salt Co.", phones=("(914) 555-0105",), emails=("sales@rivalsalt.example",)),
        CompanyFacts("Pepper & Daughters"),
        CompanyFacts("Brine Yard", phones=("555-0104",)),  # no area code: not a number that tells
        CompanyFacts("Brine Yard", address=""),
        CompanyFacts("AB"),
    ],
)
def test_other_companies_do_not_look_alike(other: CompanyFacts) -> None:
    assert rules.why_alike(other, SALT) == []


def test_free_mail_is_no_sign_of_one_company() -> None:
    one, other = (
        CompanyFacts(name, emails=(f"{name}@gmail.com",)) for name in ("Ash Hauling", "Birch Paving")
    )
    assert rules.why_alike(one, other) == []


# --- papers ---------------------------------------------------------------------------------------------------
INSURANCE = rules.DEMANDS["liability_insurance"]


def held(*ends: date) -> list[rules.Held]:
    return [rules.Held("liability_insurance", date(2025, 1, 1), end) for end in ends]


def test_a_paper_counts_until_the_day_before_its_last() -> None:
    papers = held(date(2026, 12, 1))
    before = rules.standing_of(INSURANCE, papers, on=date(2026, 11, 30))
    after = rules.standing_of(INSURANCE, papers, on=date(2026, 12, 1))
    assert (before.stands, before.answer) == (rules.Stands.IN_FORCE, "no")
    assert (after.stands, after.answer) == (rules.Stands.LAPSED, "block")


def test_a_paper_that_has_not_begun_or_is_of_another_kind_does_not_count() -> None:
    day = date(2024, 12, 31)
    assert rules.standing_of(INSURANCE, held(date(2026, 1, 1)), on=day).stands is rules.Stands.MISSING
    other = [rules.Held("other", date(2025, 1, 1), date(2027, 1, 1))]
    assert rules.standing_of(INSURANCE, other, on=date(2026, 1, 1)).stands is rules.Stands.MISSING


def test_one_lapsed_insurance_makes_the_fact_false_and_a_missing_one_makes_it_unknown() -> None:
    day = date(2026, 11, 23)
    compensation = rules.DEMANDS["workers_compensation"]
    both = [*held(date(2026, 11, 1)), rules.Held("workers_compensation", date(2025, 1, 1), date(2027, 1, 1))]
    lapsed = [rules.standing_of(each, both, on=day) for each in (INSURANCE, compensation)]
    assert rules.facts_of(lapsed) == {"insurance_in_force": False}
    missing = [rules.standing_of(each, both[1:], on=day) for each in (INSURANCE, compensation)]
    assert rules.facts_of(missing) == {"insurance_in_force": None}
    counts = [rules.standing_of(INSURANCE, held(date(2027, 1, 1)), on=day)]
    assert rules.facts_of(counts) == {"insurance_in_force": True}


@pytest.mark.parametrize(
    ("days_left", "step"),
    [
        (61, None),
        (60, 60),
        (31, 60),
        (30, 30),
        (8, 30),
        (7, 7),
        (1, 7),
        (0, 0),
        (-1, 0),
        (-30, 0),
        (-31, None),
    ],
)
def test_a_paper_is_at_the_step_that_comes_next(days_left: int, step: int | None) -> None:
    assert rules.step_of(days_left) == step


def test_twelve_months_from_a_leap_day_end_on_the_first_of_march() -> None:
    assert rules.year_after(date(2028, 2, 29)) == date(2029, 3, 1)
    assert rules.year_after(date(2026, 11, 23)) == date(2027, 11, 23)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00 a program", "not a PDF"),
        (b"<html>", "not a PDF"),
        (b"PK\x03\x04 a spreadsheet", "not a PDF"),
        (b"%PDF" + b"0" * rules.LARGEST_PAPER, "larger than 10 MB"),
    ],
)
def test_a_file_that_is_no_paper_is_refused_with_a_way_on(content: bytes, says: str) -> None:
    assert says in (rules.why_not_paper(content) or "")


def test_a_pdf_or_a_picture_of_ten_megabytes_is_kept() -> None:
    assert rules.why_not_paper(b"%PDF" + b"0" * (rules.LARGEST_PAPER - 4)) is None
    assert rules.type_of_file(b"\xff\xd8\xff\xe0") == "image/jpeg"


# --- what they sell and where -----------------------------------------------------------------------------------
def test_a_commodity_is_found_by_words_that_people_use() -> None:
    assert [each.code for each in rules.commodities_with("brine")] == ["ROAD-SALT"]
    assert [each.code for each in rules.commodities_with("copy paper")] == ["PAPER"]
    assert rules.commodities_with("unicorns") == []
    assert len(rules.commodities_with("")) == len(rules.COMMODITIES)


def test_a_place_names_its_zone_and_the_five_zones_are_the_whole_county() -> None:
    assert rules.zones_of_place("Tarrytown") == ["RIVER"]
    assert rules.zones_of_place("putnam") == ["PUTNAM"]
    assert rules.zones_of_place("") == []
    assert rules.zone_names(["PUTNAM", *("NORTH", "CENTRAL", "RIVER", "SOUND", "SOUTH")]) == [
        "All of Westchester",
        "Putnam County",
    ]
