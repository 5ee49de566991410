"""The pages of what the program learns: what a buyer sees and does, without script."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonlot.process.pooling.models import ScoreChoice, TradeWord
from commonlot.process.pooling.rules import words
from commonlot.records.access.models import Seat
from tests.cast import Cast
from tests.factories import learnt, pooling, requirements

ClientFor = Callable[[Seat | None], Client]


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def add_url(kind: str = words.ABBREVIATION) -> str:
    return reverse("pooling:word_add", args=[kind])


def test_the_list_shows_the_countys_words_and_the_shipped_table(cast: Cast, client_for: ClientFor) -> None:
    row = learnt.word(cast)
    page = text(client_for(cast.buyer).get(reverse("pooling:words")))
    assert "CPY means copy" in page
    assert row.because.replace("'", "&#x27;") in page
    assert "Priya Raman" in page
    assert "alk" in page


def test_the_shipped_table_is_searched_by_word_and_meaning(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.buyer)
    found = client.get(reverse("pooling:words"), {"q": "magenta"})
    assert "mag" in found.context["page"][0].typed
    assert found.context["page"][0].means == "magenta"
    nothing = text(client.get(reverse("pooling:words"), {"q": "zamboni"}))
    assert "The table does not hold “zamboni”" in nothing


def test_an_empty_list_says_what_to_do_next(cast: Cast, client_for: ClientFor) -> None:
    page = text(client_for(cast.buyer).get(reverse("pooling:words")))
    assert "No word was added yet" in page
    assert "When agencies use a word that the table below does not know, add it here." in page


def test_a_buyer_first_sees_what_a_word_changes_in_a_line_of_an_agency(
    cast: Cast, client_for: ClientFor
) -> None:
    pool = requirements.pool_with_needs(cast, needs=[(cast.town, "CPY PAPER, WHITE", "RM", "12", "4.10")])
    sent = {"typed": "CPY", "means": "copy", "look": "1"}
    response = client_for(cast.buyer).post(add_url(), sent)
    assert response.status_code == 200
    page = text(response)
    assert f"Town of Rye Hill, pool {pool.number}" in page
    assert "cpy paper" in page
    assert "<b>copy paper" in page
    assert not TradeWord.objects.exists()


def test_a_buyer_may_type_the_line_on_which_a_word_is_tried(cast: Cast, client_for: ClientFor) -> None:
    sent = {"typed": "CPY", "means": "copy", "look": "1", "example": "Cpy stand, oak"}
    page = text(client_for(cast.buyer).post(add_url(), sent))
    assert "Cpy stand, oak" in page
    assert "copy stand oak" in page


def test_a_line_is_found_by_the_whole_word_not_by_a_part_of_one(cast: Cast, client_for: ClientFor) -> None:
    requirements.pool_with_needs(cast, needs=[(cast.town, "SCPYT paper", "RM", "12", "4.10")])
    sent = {"typed": "CPY", "means": "copy", "look": "1"}
    page = text(client_for(cast.buyer).post(add_url(), sent))
    assert "No agency has typed it yet" in page


@pytest.mark.parametrize(
    ("kind", "sent", "says"),
    [
        (words.ABBREVIATION, {"typed": "CPY", "means": "copy"}, "CPY means copy"),
        (words.SAME_UNIT, {"typed": "SKD", "unit": "PL"}, "SKD is a pallet"),
        (words.HOLDING, {"typed": "TB", "holds": "12", "holds_unit": "EA"}, "TB holds 12 pieces"),
        (words.OWN_UNIT, {"typed": "BUNK", "means": "bunk", "plural": "bunks", "holds": "40", "holds_unit": "RM"},
         "BUNK is a bunk of 40 reams"),
        (words.OWN_UNIT, {"typed": "STIL", "means": "stillage", "plural": "stillages"},
         "STIL is a stillage; what it holds stands in each line"),
    ],
)  # fmt: skip
def test_a_buyer_adds_a_word_of_each_kind(
    cast: Cast, client_for: ClientFor, kind: str, sent: dict[str, str], says: str
) -> None:
    client = client_for(cast.buyer)
    response = client.post(add_url(kind), {**sent, "because": "The schools type it."}, follow=True)
    assert response.redirect_chain == [(reverse("pooling:words"), 302)]
    assert says in text(response)


@pytest.mark.parametrize("button", [{}, {"look": "1"}])
def test_a_word_that_contradicts_the_table_is_refused_beside_its_field(
    cast: Cast, client_for: ClientFor, button: dict[str, str]
) -> None:
    sent = {"typed": "WHT", "means": "wheat", "because": "The bakery types it.", **button}
    response = client_for(cast.buyer).post(add_url(), sent)
    assert response.status_code == 422
    assert "WHT” means white" in response.context["form"].errors["typed"][0]


def test_a_kind_of_word_that_does_not_exist_is_not_found(cast: Cast, client_for: ClientFor) -> None:
    assert client_for(cast.buyer).get(add_url("poem")).status_code == 404


def test_a_buyer_takes_a_word_back_and_it_stays_in_the_list_with_the_reason(
    cast: Cast, client_for: ClientFor
) -> None:
    row = learnt.word(cast)
    client = client_for(cast.buyer)
    refused = client.post(reverse("pooling:word_take_back", args=[row.pk]), {"because": ""})
    assert refused.status_code == 422
    page = text(
        client.post(
            reverse("pooling:word_take_back", args=[row.pk]), {"because": "It means copier."}, follow=True
        )
    )
    assert "1 word taken back" in page
    assert "It means copier." in page
    shown = text(client.get(reverse("pooling:word", args=[row.pk])))
    assert "Taken back by Priya Raman" in shown
    assert "Take the word back" not in shown


def test_another_lead_agencys_word_is_not_found(cast: Cast, client_for: ClientFor) -> None:
    row = learnt.word(cast, lead_agency=cast.town.organisation)
    client = client_for(cast.buyer)
    assert client.get(reverse("pooling:word", args=[row.pk])).status_code == 404
    sent = {"because": "It is not ours."}
    assert client.post(reverse("pooling:word_take_back", args=[row.pk]), sent).status_code == 404


def test_the_page_says_honestly_that_there_are_not_yet_enough_decisions(
    cast: Cast, client_for: ClientFor
) -> None:
    page = text(client_for(cast.buyer).get(reverse("pooling:learning")))
    assert "There are not yet enough decisions to learn from: 300 more are needed." in page
    assert "Nobody can say yet: no group that was drawn by lot has been decided." in page
    assert "No model was trained yet" in page


def test_the_page_says_how_sure_one_click_is_and_what_can_be_relied_on(
    cast: Cast, client_for: ClientFor
) -> None:
    pool = pooling.pool_of_paper(cast)
    learnt.drawn_by_lot(cast, pool, right=98, wrong=2)
    pooling.match(pool, pooling.lines_of(pool)[:1], ["12"], audit=True)
    page = text(client_for(cast.buyer).get(reverse("pooling:learning")))
    assert "98 of 100 groups</b> drawn by lot" in page
    assert "(98.0%)" in page
    assert "at least 93.0%" in page or "at least 92.9%" in page
    assert f"1 group of {pool.number}" in page


def test_each_model_stands_with_its_held_back_figures_and_the_reason(
    cast: Cast, client_for: ClientFor
) -> None:
    learnt.model(cast, number=1, in_use=True)
    learnt.model(cast, number=2, published=False)
    page = text(client_for(cast.buyer).get(reverse("pooling:learning")))
    assert "Better than the score before it: F1 88.0 against 81.0." in page
    assert "Not better than the score before it: F1 70.0 against 81.0." in page
    assert "F1 88.0%" in page
    assert "Kept back" in page
    assert "Only the purchasing agent of the lead agency may choose the score." in page


def test_the_purchasing_agent_goes_back_to_the_hand_set_score_with_a_reason(
    cast: Cast, client_for: ClientFor
) -> None:
    learnt.model(cast, in_use=True)
    client = client_for(cast.purchasing_agent)
    assert client.post(reverse("pooling:score"), {"because": ""}).status_code == 422
    page = text(client.post(reverse("pooling:score"), {"because": "It joined two salts."}, follow=True))
    assert "It joined two salts." in page
    assert ScoreChoice.objects.count() == 2
    assert "Use Model 1" in page


def test_a_model_of_nobody_cannot_be_chosen(cast: Cast, client_for: ClientFor) -> None:
    sent = {"model": "999", "because": "Let us see."}
    assert client_for(cast.purchasing_agent).post(reverse("pooling:score"), sent).status_code == 404


def test_the_pooling_page_leads_to_both_and_only_for_the_county(cast: Cast, client_for: ClientFor) -> None:
    index = reverse("pooling:index")
    for url in (reverse("pooling:words"), reverse("pooling:learning")):
        assert f'href="{url}"' in text(client_for(cast.buyer).get(index))
        assert f'href="{url}"' not in text(client_for(cast.requester).get(index))


def test_a_long_list_of_words_costs_no_more_questions_than_a_short_one(
    cast: Cast, client_for: ClientFor, django_assert_max_num_queries: Any
) -> None:
    client = client_for(cast.buyer)
    for number in range(30):
        learnt.word(cast, learnt.abbreviation(f"w{chr(97 + number % 26)}{number}", "copy"))
    client.get(reverse("pooling:words"))
    with django_assert_max_num_queries(12):
        client.get(reverse("pooling:words"))


def test_a_published_model_can_be_taken_as_a_file_and_one_that_was_kept_back_cannot(
    cast: Cast, client_for: Callable[..., Client]
) -> None:
    kept, published = learnt.model(cast, published=False), learnt.model(cast, number=2)
    browser = client_for(cast.buyer)
    page = browser.get(reverse("pooling:learning")).content.decode()
    url = reverse("pooling:model_file", args=[published.pk])
    assert page.count("Take it as a file") == 1
    assert url in page
    file = browser.get(url)
    assert (file.content.decode(), file["Content-Type"]) == (published.text, "application/json")
    assert "attachment" in file["Content-Disposition"]
    assert browser.get(reverse("pooling:model_file", args=[kept.pk])).status_code == 404
