"""A buyer asks around, in a browser: a call is written down, words are taught, a question is answered by link."""

import re

import pytest
from django.db import transaction
from django.urls import reverse

from commonlot.process.pooling.models import Inquiry, Match, TradeWord
from commonlot.process.requirements.models import SpokenAnswer
from commonlot.process.requirements.states import ParticipationStatus
from tests.cast import Cast
from tests.factories import learnt, pooling
from tests.factories import requirements as make
from tests.journeys.conftest import StartWalk
from tests.journeys.screens import BUYER_ASKS_AROUND
from tests.journeys.story import Story, day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def write_a_call_down(story: Story, cast: Cast) -> None:
    """The town says on the telephone that it needs nothing; it reads what was written down."""
    pool = make.pool(cast.buyer, cast.now, needs_due_at=day(12, 30))
    part = make.part(pool, cast.town, cast.now, status=ParticipationStatus.INVITED)
    buyer, town = story.buyer, story.requester
    buyer.comes_to("requirements:board", pool.pk)
    buyer.follows("Write down a call")
    buyer.fills(said_by="Dana Okafor, highway clerk")
    buyer.presses("They need nothing")
    answer = SpokenAnswer.objects.get()
    town.comes_to("requirements:spoken_answer", answer.pk)
    town.sees("Written down from a call", "Dana Okafor, highway clerk")
    town.comes_to("requirements:history", part.pk)
    story.visitor.comes_to("savings:should_we_join", pool.pk)


def teach_a_word(story: Story, cast: Cast) -> None:
    """The buyer teaches an abbreviation, sees what it changes, and takes along what was learned so far."""
    buyer = story.buyer
    buyer.comes_to("pooling:words")
    buyer.comes_to("pooling:word_add", "abbreviation")
    buyer.fills(typed="RDSLT", means="road salt")
    buyer.presses("See what it changes")
    buyer.fills(because="The highway departments type it.")
    buyer.presses("Add the word")
    buyer.comes_to("pooling:word", TradeWord.objects.get().pk)
    buyer.sees("road salt", "The highway departments type it.")
    model = learnt.model(cast)
    buyer.comes_to("pooling:learning")
    assert buyer.downloads(f"Take it as a file: {model.version}").decode() == model.text


def ask_by_link(story: Story, cast: Cast) -> None:
    """An agency answers by the link in its mail, without an account, once."""
    pool = pooling.pool_of_paper(cast)
    buyer, visitor = story.buyer, story.visitor
    buyer.comes_to("pooling:desk", pool.pk)
    buyer.presses("Sort the lines")
    buyer.waits_for_work()
    match = Match.objects.filter(pool=pool, lines__base_quantity=None).first()
    assert match is not None
    buyer.comes_to("pooling:together", match.pk)
    buyer.comes_to("pooling:group", pool.pk, match.pk)
    buyer.presses("Ask the agencies by e-mail")
    story.walk.works()
    inquiry = Inquiry.objects.get()
    letters = [letter for to in inquiry.sent_to for letter in story.walk.mail.to(to)]
    start = reverse("pooling:answer_by_link", args=["x"]).removesuffix("x/")
    (link,) = {found for letter in letters for found in re.findall(rf"\S*{start}\S+", story.words_of(letter))}
    visitor.opens(link)
    visitor.sees("This link takes one answer")
    visitor.fills(holds="5,000", source="The label on the case")
    visitor.presses("Send the answer")
    visitor.sees("Thank you")
    inquiry.refresh_from_db()
    assert inquiry.answered_at is not None


def fill_the_packs(story: Story, cast: Cast) -> None:
    """A frozen pool may ask for the little that fills a pack."""
    with transaction.atomic():
        pool = pooling.frozen_pool(cast)
    story.buyer.comes_to("pooling:short_pool", pool.pk)
    story.buyer.sees("Fill packs and minimums")


def test_a_buyer_asks_around(start_walk: StartWalk, cast: Cast) -> None:
    walk = start_walk(True)
    story = Story(walk, cast)
    walk.at(day(11, 23))
    with walk.step("write_a_call_down"):
        write_a_call_down(story, cast)
    with walk.step("teach_a_word"):
        teach_a_word(story, cast)
    with walk.step("ask_by_link"):
        ask_by_link(story, cast)
    with walk.step("fill_the_packs"):
        fill_the_packs(story, cast)
    assert BUYER_ASKS_AROUND - walk.asked == set(), "screens that this journey must come to"
