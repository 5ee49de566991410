"""Papers that vendors hold: what can be kept, what is certified once a year, and what the county asks for."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, actions, queries, rules
from commonlot.process.membership.models import Certificate, Certification
from commonlot.records.access.models import Seat
from commonlot.records.audit.queries import trail_of
from tests.cast import COUNTY_TIME, Cast
from tests.factories.membership import make_certificate
from tests.process.membership.vendors.facts import PDF, PNG

ClientFor = Callable[[Seat | None], Client]
TODAY = date(2026, 11, 23)
YEAR = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=365)}


@pytest.fixture(autouse=True)
def _cast_time(cast: Cast, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = cast.now - timezone.now()


def insured(cast: Cast, **changed: Any) -> Certificate:
    facts: dict[str, Any] = {
        "vendor_id": cast.salt_and_sons.pk, "kind": "liability_insurance", "insurer": "Hudson Mutual",
        "policy_number": "HM-77", "amount_each": Decimal("1000000.00"), "amount_in_all": Decimal("2000000.00"),
        "additional_insured": True, "copy": ("acord.pdf", PDF, "application/octet-stream"), **YEAR,
    }  # fmt: skip
    return actions.add_certificate(**facts | changed, actor=cast.vendor, now=cast.now)


def test_insurance_is_kept_with_insurer_amounts_and_its_copy(cast: Cast, client_for: ClientFor) -> None:
    certificate = insured(cast)
    assert certificate.document is not None
    assert certificate.document.content_type == "application/pdf"  # told by its bytes
    page = (
        client_for(cast.buyer)
        .get(reverse("membership:vendor", args=[cast.salt_and_sons.pk]))
        .content.decode()
    )
    for words in ("Hudson Mutual, policy HM-77", "$1,000,000 each claim", "County is additional insured"):
        assert words in page


def test_less_in_all_than_for_one_claim_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="cannot be less") as refusal:
        insured(cast, amount_in_all=Decimal("999999.99"))
    assert refusal.value.field == "amount_in_all"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("policy.docx", b"PK\x03\x04 a text", "not a PDF, PNG or JPEG"),
        ("policy.pdf", b"<html>", "not a PDF, PNG or JPEG"),
        ("policy.pdf", b"", "empty"),
        ("policy.pdf", b"%PDF" + b"0" * 10 * 1024 * 1024, "larger than 10 MB"),
    ],
)
def test_an_odd_file_is_refused_kindly_beside_its_field(
    cast: Cast, client_for: ClientFor, name: str, content: bytes, says: str
) -> None:
    sent = {
        "kind": "liability_insurance",
        **YEAR,
        "file": SimpleUploadedFile(name, content, "application/pdf"),
    }
    url = reverse("membership:add_certificate", args=[cast.salt_and_sons.pk])
    response = client_for(cast.vendor).post(url, sent)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Certificate.objects.exists()


def test_a_copy_is_read_by_the_vendor_and_the_county_only(cast: Cast, client_for: ClientFor) -> None:
    standing = actions.add_certification(
        vendor_id=cast.salt_and_sons.pk, kind="woman_owned", certified_by="The State", number="W-1",
        ends_on=TODAY + timedelta(days=1), copy=("proof.png", PNG, ""), actor=cast.vendor, now=cast.now,
    )  # fmt: skip
    for document in (insured(cast).document_id, standing.document_id):
        url = reverse("documents:download", args=[document])
        assert client_for(cast.buyer).get(url).status_code == 200
        assert client_for(cast.vendor).get(url).status_code == 200
        for outsider in (None, cast.rival, cast.requester):
            assert client_for(outsider).get(url).status_code == 404


def test_a_standing_needs_its_proof_and_days_to_run(cast: Cast) -> None:
    facts: dict[str, Any] = {
        "vendor_id": cast.salt_and_sons.pk, "kind": "small_business", "certified_by": "The State", "number": "S-1",
        "ends_on": TODAY + timedelta(days=1), "copy": ("p.pdf", PDF, ""), "actor": cast.vendor, "now": cast.now,
    }  # fmt: skip
    with pytest.raises(Refused, match="has ended"):
        actions.add_certification(**facts | {"ends_on": TODAY})
    with pytest.raises(Refused, match="empty"):
        actions.add_certification(**facts | {"copy": ("", b"", "")})
    actions.add_certification(**facts)
    with pytest.raises(Refused, match="on file already"):
        actions.add_certification(**facts)
    with pytest.raises(Refused, match="vendor itself"):
        actions.add_certification(**facts | {"actor": cast.rival})
    assert Certification.objects.count() == 1


# --- certified once a year --------------------------------------------------------------------------------------
def certified(cast: Cast, **changed: Any) -> Certificate:
    facts: dict[str, Any] = {
        "now": cast.now,
        "kind": "non_collusion",
        "name": "Jonah Adeyemi",
        "title": "Owner",
        "agrees": True,
        "actor": cast.vendor,
    }
    return actions.certify(vendor_id=cast.salt_and_sons.pk, **facts | changed)


def test_a_certification_counts_for_twelve_months_and_its_paper_has_a_fingerprint(cast: Cast) -> None:
    certificate = certified(cast)
    assert (certificate.starts_on, certificate.ends_on) == (TODAY, date(2027, 11, 23))
    document = certificate.document
    assert document is not None
    with document.file.open("rb") as file:
        content = file.read()
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() == document.sha256
    assert (certificate.attestation.citation, certificate.attestation.signed_by) == ("GML 103-d", cast.vendor)
    assert certificate.attestation.statement.splitlines() == list(rules.STATEMENTS["non_collusion"].points)
    assert trail_of(cast.salt_and_sons)[0].details["sha256"] == document.sha256


def test_only_a_person_of_the_company_certifies_with_name_and_title(cast: Cast) -> None:
    for outsider in (cast.rival, cast.buyer, cast.requester):
        with pytest.raises(Refused, match="person of the company itself"):
            certified(cast, actor=outsider)
    for field in ("name", "title"):
        with pytest.raises(Refused, match="a person's word") as refusal:
            certified(cast, **{field: "  "})
        assert refusal.value.field == field
    with pytest.raises(Refused, match="Tick that this is true"):
        certified(cast, agrees=False)
    assert not Certificate.objects.exists()


def test_a_vendor_signs_what_is_certified_instead_of_uploading_it(cast: Cast) -> None:
    with pytest.raises(Refused, match="Sign this certification"):
        insured(cast, kind="iran_divestment")
    # the county types what came on paper
    facts = {"vendor_id": cast.salt_and_sons.pk, "kind": "iran_divestment", **YEAR}
    actions.add_certificate(**facts, actor=cast.buyer, now=cast.now)  # type: ignore[arg-type]


def test_the_renewed_certification_takes_over_and_the_earlier_stays_in_the_history(
    cast: Cast, client_for: ClientFor
) -> None:
    certified(cast, now=datetime(2025, 10, 1, 9, 0, tzinfo=COUNTY_TIME))
    assert [each.kind for each in queries.lapsed_certificates(cast.salt_and_sons, on=TODAY)] == [
        "non_collusion"
    ]
    certified(cast)
    assert queries.lapsed_certificates(cast.salt_and_sons, on=TODAY) == []
    page = (
        client_for(cast.vendor)
        .get(reverse("membership:vendor", args=[cast.salt_and_sons.pk]))
        .content.decode()
    )
    assert "Earlier ones (1)" in page


def test_the_page_of_a_certification_shows_the_words_and_the_law(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.vendor)
    url = reverse("membership:certify", args=[cast.salt_and_sons.pk, "iran_divestment"])
    assert "GML 103-g" in client.get(url).content.decode()
    refused = client.post(url, {"name": "Jonah Adeyemi", "title": "Owner"})
    assert refused.status_code == 422
    done = client.post(url, {"name": "Jonah Adeyemi", "title": "Owner", "agrees": "on"}, follow=True)
    assert "By Jonah Adeyemi, Owner; GML 103-g" in done.content.decode()
    assert (
        client.get(reverse("membership:certify", args=[cast.salt_and_sons.pk, "nothing"])).status_code == 404
    )


# --- what is missing --------------------------------------------------------------------------------------------
def test_a_new_vendor_reads_in_order_what_is_missing_and_a_lapsed_paper_comes_first(
    cast: Cast, client_for: ClientFor
) -> None:
    vendor = cast.salt_and_sons
    vendor.commodity_codes, vendor.zones = ["ROAD-SALT"], ["NORTH"]
    vendor.save()
    for kind in ("workers_compensation", "liability_insurance"):
        make_certificate(vendor, kind=kind, starts_on=date(2025, 1, 1), ends_on=TODAY + timedelta(days=9))
    certified(cast)
    page = client_for(cast.vendor).get(reverse("membership:vendor", args=[vendor.pk])).content.decode()
    assert "2 things before you can be awarded" in page
    tomorrow = queries.missing_of(vendor, on=TODAY + timedelta(days=9))
    assert [(each.what, each.blocks) for each in tomorrow] == [
        ("Add the renewed liability insurance", True),
        ("Add the renewed workers’ compensation", True),
        ("Say who takes bid papers", False),
        ("Sign the Iran divestment certification", False),
    ]


# --- what the county asks ---------------------------------------------------------------------------------------
def test_what_is_asked_of_vendors_is_data_that_the_purchasing_agent_changes(cast: Cast) -> None:
    answers = {"auto_insurance": ("block", "block"), "liability_insurance": ("ask", "no")}
    for outsider in (cast.buyer, cast.vendor, cast.requester):
        with pytest.raises(Refused, match="purchasing agent"):
            actions.change_demands(answers=answers, actor=outsider, now=cast.now)
    vendor = cast.salt_and_sons
    assert access.take_new_order_lines.allows(cast.requester, vendor, now=cast.now)
    actions.change_demands(answers=answers, actor=cast.purchasing_agent, now=cast.now)
    changed = {each.kind: each for each in access.demands()}
    assert (changed["liability_insurance"].when_lapsed, changed["auto_insurance"].when_missing) == (
        "ask",
        "block",
    )
    why = access.take_new_order_lines.why_not(cast.requester, vendor, now=cast.now)
    assert why == (
        "Salt & Sons takes no new order lines: its automobile insurance is not on file (INS-1, A term of the "
        "county’s contracts). Orders that were sent stay as they are."
    )


def test_the_agents_page_keeps_the_list_and_a_buyer_reads_it(cast: Cast, client_for: ClientFor) -> None:
    url = reverse("membership:paper_demands")
    sent = {f"{each.kind}-{when}": "no" for each in access.demands() for when in ("lapsed", "missing")}
    assert "Keep this list" not in client_for(cast.buyer).get(url).content.decode()
    assert client_for(cast.purchasing_agent).post(url, sent).status_code == 302
    assert not any(each.is_required for each in access.demands())
    assert (
        client_for(cast.purchasing_agent)
        .post(url, sent | {"other": "x", "non_collusion-lapsed": "x"})
        .status_code
        == 422
    )
