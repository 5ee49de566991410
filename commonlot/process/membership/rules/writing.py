"""How a buyer's plain words become a mail: one text and one page, from a very small markup.

Paragraphs stand between blank lines. "- " begins a point of a list. **Two stars** make bold. [Words](https://...)
make a link, and so does an address by itself. {name}, {agency} and {link} are filled in for each reader. All else
is shown as it was typed: everything is escaped, and no tag comes from anywhere but here.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from html import escape

FIELDS: dict[str, str] = {
    "name": "The reader’s name",
    "agency": "The reader’s agency",
    "link": "The reader’s own link to what the mail asks for",
}
_FIELD = re.compile(r"\{([A-Za-z_][A-Za-z_ ]{0,39})\}")
_ADDRESS = r"(?:https?://|mailto:)[^\s<>\"()]+"
_INLINE = re.compile(
    rf"\[(?P<words>[^\[\]\n]+)\]\((?P<to>{_ADDRESS}|\{{link\}})\)"
    rf"|\*\*(?P<bold>[^*\n]+)\*\*|(?P<bare>{_ADDRESS}|\{{link\}})"
)
_POINT = re.compile(r"\s*[-•*] +")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_END_OF_SENTENCE = ".,;:!?"


@dataclass(frozen=True)
class Composed:
    """A mail in both forms, its fields still to be filled in."""

    text: str
    html: str

    def fill(self, values: Mapping[str, str]) -> "Composed":
        """Return the mail for one reader; in the page, what is filled in is escaped."""
        return Composed(
            _fill(self.text, values, lambda value: value),
            _fill(self.html, values, lambda value: escape(value, quote=True)),
        )


def compose(body: str) -> Composed:
    """Turn what was typed into a text and a page."""
    blocks = [
        block
        for block in re.split(r"\n[ \t]*\n", _UNSEEN.sub("", body.replace("\r\n", "\n")).strip())
        if block
    ]
    parts = [part for block in blocks for part in _parts(block.split("\n"))]
    text = "\n\n".join(_as_text(kind, lines) for kind, lines in parts)
    return Composed(f"{text}\n", "\n".join(_as_html(kind, lines) for kind, lines in parts))


def why_not_words(subject: str, body: str, *, fields: Collection[str]) -> tuple[str, str] | None:
    """Return the field at fault and why a subject and a body cannot be sent, or None."""
    if not subject.strip():
        return "subject", "Give the mail a subject."
    if not body.strip():
        return "body", "Write what the mail says."
    if "link" in set(_FIELD.findall(subject)):
        return "subject", "A subject has no {link}. Put it into the text."
    for name, text in (("subject", subject), ("body", body)):
        for field in _FIELD.findall(text):
            if reason := _why_not_field(field, fields):
                return name, reason
    return None


def _why_not_field(field: str, fields: Collection[str]) -> str | None:
    if field in fields:
        return None
    if field == "link":
        return "{link} works only in a call that asks agencies for something. Write the address itself."
    known = ", ".join(f"{{{each}}}" for each in FIELDS if each in fields)
    return f"{{{field}}} is not known. You can use {known}."


def _fill(template: str, values: Mapping[str, str], written: Callable[[str], str]) -> str:
    return _FIELD.sub(lambda found: written(values[found[1]]) if found[1] in values else found[0], template)


def fill_line(template: str, values: Mapping[str, str]) -> str:
    """Return one line, such as a subject, for one reader."""
    return " ".join(_fill(template, values, lambda value: value).split())


def _parts(lines: list[str]) -> list[tuple[str, list[str]]]:
    """Sort the lines of one block into paragraphs and lists."""
    parts: list[tuple[str, list[str]]] = []
    for line in lines:
        point = _POINT.match(line)
        kind, words = ("list", line[point.end() :]) if point else ("paragraph", line.strip())
        if parts and parts[-1][0] == kind:
            parts[-1][1].append(words)
        else:
            parts.append((kind, [words]))
    return parts


def _as_text(kind: str, lines: list[str]) -> str:
    said = [_INLINE.sub(_text_of, line) for line in lines]
    return "\n".join(f"- {line}" for line in said) if kind == "list" else "\n".join(said)


def _text_of(found: re.Match[str]) -> str:
    if found["bold"]:
        return found["bold"]
    return f"{found['words']} ({found['to']})" if found["words"] else found["bare"]


def _as_html(kind: str, lines: list[str]) -> str:
    said = [_inline_html(line) for line in lines]
    if kind == "list":
        return "<ul>" + "".join(f"<li>{line}</li>" for line in said) + "</ul>"
    return "<p>" + "<br>".join(said) + "</p>"


def _inline_html(line: str) -> str:
    made, at = [], 0
    for found in _INLINE.finditer(line):
        made += [escape(line[at : found.start()], quote=True), _html_of(found)]
        at = found.end()
    return "".join([*made, escape(line[at:], quote=True)])


def _html_of(found: re.Match[str]) -> str:
    if found["bold"]:
        return f"<strong>{escape(found['bold'], quote=True)}</strong>"
    if found["words"]:
        return _link(found["to"], found["words"])
    bare = found["bare"]
    address = bare if bare == "{link}" else bare.rstrip(_END_OF_SENTENCE)
    return _link(address, address) + escape(bare[len(address) :])


def _link(to: str, words: str) -> str:
    return f'<a href="{escape(to, quote=True)}">{escape(words, quote=True)}</a>'
