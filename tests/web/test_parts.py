"""The parts that pages are built from, as HTML."""

from typing import Any

import pytest
from django import forms
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from commonlot.web.templatetags.commonlot import form_errors


def draw(source: str, **context: Any) -> str:
    """Render a piece of template."""
    from django_cotton.compiler_regex import CottonCompiler

    template = engines["django"].from_string("{% load commonlot %}" + CottonCompiler().process(source))
    return template.render(context, RequestFactory().get("/list/?q=salt&page=2"))


class NeedForm(forms.Form):
    quantity = forms.DecimalField(label="Quantity", help_text="In cartons.")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    note = forms.CharField(label="Note", required=False)


def test_a_field_names_its_hint_and_its_error() -> None:
    html = draw('<c-field :field="form.quantity" />', form=NeedForm({"quantity": "many"}))
    assert 'aria-describedby="id_quantity_hint id_quantity_error"' in html
    assert 'id="id_quantity_hint"' in html
    assert 'id="id_quantity_error"' in html
    assert 'aria-invalid="true"' in html
    assert html.count("aria-describedby") == 1


def test_a_field_that_may_stay_blank_says_so() -> None:
    assert "(optional)" in draw('<c-field :field="form.note" />', form=NeedForm())
    assert "(optional)" not in draw('<c-field :field="form.quantity" />', form=NeedForm())


def test_the_summary_links_to_each_field_in_its_own_words() -> None:
    found = form_errors(NeedForm({}))
    assert ("id_quantity", "Quantity: This field is required.") in found
    assert ("id_kind_0", "Kind: This field is required.") in found
    html = draw('<c-error-summary :form="form" />', form=NeedForm({}))
    assert "2 problems to fix" in html
    assert 'href="#id_kind_0"' in html


def test_no_errors_no_summary() -> None:
    assert draw('<c-error-summary :form="form" />', form=NeedForm()).strip() == ""


def test_what_one_may_not_do_is_a_reason_and_not_a_button() -> None:
    button = '<c-button-or-reason action="/open/" label="Open bids" :reason="reason" />'
    refused = draw(button, reason="Bids stay sealed until 2:00 p.m.")
    assert "Bids stay sealed" in refused
    assert "<button" not in refused
    allowed = draw(button, reason=None)
    assert "<button" in allowed
    assert "csrfmiddlewaretoken" in allowed


@pytest.mark.parametrize(
    "part",
    ['<c-status-tag label="{{ text }}" />', '<c-why-not :reason="text" />', "<c-diff :after='text' />"],
)
def test_what_people_type_is_never_markup(part: str) -> None:
    html = draw(part, text="<script>alert(1)</script>")
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_another_page_of_a_list_keeps_the_filters() -> None:
    from django.core.paginator import Paginator

    html = draw('<c-pagination :page="page" noun="line" />', page=Paginator(range(500), 100).page(2))
    assert 'href="?q=salt&amp;page=3"' in html
    assert "101 to 200 of 500 lines" in html


def test_a_price_that_is_not_known_is_a_dash_and_never_zero() -> None:
    assert "–" in draw('<c-money :value="amount" />', amount=None)
    assert "–" in draw('<c-quantity :value="amount" unit="cartons" />', amount=None)


def test_the_page_for_our_own_errors_needs_no_request() -> None:
    assert "Something went wrong on our side" in render_to_string("500.html")
