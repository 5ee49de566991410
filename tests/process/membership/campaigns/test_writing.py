"""A buyer's plain words become a page and a text that say the same, whatever was typed."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonlot.process.membership.rules import compose, fill_line, why_not_words

ALLOWED = {"p", "br", "ul", "li", "strong", "a"}
PIECES = st.sampled_from(
    ["<script>", "</p>", "**", "[", "](", ")", "{name}", "{link}", "javascript:alert(1)", "https://a.example/?b=1&c=2",
     "mailto:a@example.org", '"', "'", " onclick=x", "- ", "\n", "\n\n", "&amp;", "<!--", "\x00", "\u2028", "word"]
)  # fmt: skip
TYPED = st.lists(PIECES | st.text(max_size=5), max_size=20).map("".join)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        self.tags.append(("comment", {}))

    def handle_data(self, data: str) -> None:
        self.words += data


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


@given(body=TYPED, name=TYPED)
def test_no_tag_no_attribute_and_no_address_comes_from_what_was_typed(body: str, name: str) -> None:
    html = compose(body).fill({"name": name, "link": "https://county.example/l/x"}).html
    for tag, attributes in _read(html).tags:
        assert tag in ALLOWED
        assert set(attributes) <= ({"href"} if tag == "a" else set())
        assert (attributes.get("href") or "https://").startswith(("http://", "https://", "mailto:"))


def test_paragraphs_points_bold_and_links_stand_in_both_forms() -> None:
    mail = compose(
        "Hello {name},\nfrom the **county**.\n\nBring:\n- a [form]({link})\n- see https://a.example/x."
    ).fill({"name": "Dana & Co", "link": "https://county.example/l/7"})
    assert mail.html == (
        "<p>Hello Dana &amp; Co,<br>from the <strong>county</strong>.</p>\n<p>Bring:</p>\n"
        '<ul><li>a <a href="https://county.example/l/7">form</a></li>'
        '<li>see <a href="https://a.example/x">https://a.example/x</a>.</li></ul>'
    )
    assert mail.text == (
        "Hello Dana & Co,\nfrom the county.\n\nBring:\n\n"
        "- a form (https://county.example/l/7)\n- see https://a.example/x.\n"
    )


@pytest.mark.parametrize(
    ("subject", "body", "fields", "at", "says"),
    [
        ("", "Hello", ["name"], "subject", "Give the mail a subject"),
        ("Hello", " ", ["name"], "body", "Write what"),
        ("Hello", "Dear {nam}", ["name", "agency"], "body", "You can use {name}, {agency}"),
        ("To {agenci}", "Hello", ["name", "agency"], "subject", "not known"),
        ("Hello", "Go to {link}", ["name", "agency"], "body", "only in a call"),
        ("See {link}", "Hello", ["name", "link"], "subject", "Put it into the text"),
    ],
)
def test_a_field_that_is_not_known_is_named_with_those_that_are(
    subject: str, body: str, fields: list[str], at: str, says: str
) -> None:
    wrong = why_not_words(subject, body, fields=fields)
    assert wrong is not None
    assert wrong[0] == at
    assert says in wrong[1]


def test_braces_that_are_no_field_are_left_as_they_are() -> None:
    assert why_not_words("Hello", "Set {1, 2} and { }", fields=["name"]) is None
    assert compose("Set {1, 2}").fill({"name": "x"}).text == "Set {1, 2}\n"


def test_a_subject_stays_one_line_whatever_is_filled_in() -> None:
    assert (
        fill_line("For {agency}", {"agency": "Town\r\nBcc: spy@example.com"})
        == "For Town Bcc: spy@example.com"
    )
