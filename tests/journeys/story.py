"""What the journey tells: who plays, what each agency needs, and what the stages hand on to one another."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from io import BytesIO
from typing import Any

from commonlot.engines.spreadsheets import Sheet, write_xlsx
from commonlot.records.access.models import User
from tests.cast import COUNTY_TIME, Cast
from tests.journeys.walk import Person, Walk

PAPER = "Copy paper, letter, 20 lb, white, 5,000 sheets/carton"
GLOVES = "Nitrile gloves, large, 100/box"
TISSUE = "Toilet tissue, 2-ply"
FOAM = "Class A foam concentrate, 5 gal pail"

TOWN_FILE = f'''Item,UOM,Qty,Unit Price,Deliver to
"{PAPER}",carton,120,$34.20,Highway garage
"{GLOVES}",box,60,7.10,Highway garage
"{TISSUE}",case,40,41.00,Town Hall
'''
BAD_TOWN_FILE = TOWN_FILE.replace(",120,", ",a lot,").replace(",7.10,", ",cheap,")


def school_file() -> bytes:
    """Write the school district's workbook: headings of its own, and one cell that a spreadsheet broke."""
    rows: list[tuple[Any, ...]] = [
        ("Paper, copy, 8.5x11, 20 lb, white, 5000 sheets per carton", 400, "carton", "33.90"),
        ("Gloves, nitrile, large, 100/BX", 200, "box", "6.95"),
        (TISSUE, 30, "case", "38.50"),
        ("#NAME?", 3, "box", "2.00"),
    ]
    book = BytesIO()
    write_xlsx(book, [Sheet("Order", ("Thing wanted", "How much", "Per", "Paying"), rows)])
    return book.getvalue()


def day(
    month: int, number: int, hour: int = 9, minute: int = 0, second: int = 0, year: int = 2026
) -> datetime:
    """Return a moment of the county's winter."""
    return datetime(year, month, number, hour, minute, second, tzinfo=COUNTY_TIME)


@dataclass
class Story:
    """The people at their windows, and the numbers of what they made."""

    walk: Walk
    cast: Cast
    pool: int = 0
    fire_part: int = 0
    solicitation: int = 0
    award: int = 0
    paper_contract: int = 0
    order: int = 0
    village: int = 0

    @property
    def buyer(self) -> Person:
        """Priya Raman, who runs the pool and writes the solicitation."""
        return self.walk.person(self.cast.buyer)

    @property
    def second_buyer(self) -> Person:
        """Owen Bright, who checks what Priya typed."""
        return self.walk.person(self.cast.second_buyer)

    @property
    def agent(self) -> Person:
        """Marta Quill, the purchasing agent: the second pair of eyes."""
        return self.walk.person(self.cast.purchasing_agent)

    @property
    def requester(self) -> Person:
        """Dana Okafor, who asks for the Town of Rye Hill."""
        return self.walk.person(self.cast.requester)

    @property
    def approver(self) -> Person:
        """Ruth Castellano, who approves for the Town of Rye Hill."""
        return self.walk.person(self.cast.approver)

    @property
    def receiver(self) -> Person:
        """Lou Marsh, who receives for the Town of Rye Hill."""
        return self.walk.person(self.cast.receiver)

    @property
    def school(self) -> Person:
        """Ines Vogel of Pine Hollow School District."""
        return self.walk.person(self.cast.school)

    @property
    def fire(self) -> Person:
        """Chief Bo Lind of Millbrook Fire District, which has three people."""
        return self.walk.person(self.cast.fire)

    @property
    def vendor(self) -> Person:
        """Jonah Adeyemi of Salt & Sons."""
        return self.walk.person(self.cast.vendor)

    @property
    def visitor(self) -> Person:
        """Anybody, without an account."""
        return self.walk.person(None)

    def by_email(self, email: str) -> Person:
        """Somebody who came by an invitation or registered themselves."""
        return self.walk.person(User.objects.get(email=email))

    def mails_to(self, address: str) -> list[EmailMessage]:
        """Let what waits be sent, and return what an address got."""
        self.walk.works()
        return self.walk.mail.to(address)

    def link_in_mail(self, address: str, number: int) -> str:
        """Return the link of a mail that an address got, counted from 0."""
        return self.link_of(self.mails_to(address)[number])

    def words_of(self, letter: EmailMessage) -> str:
        """Return what a mail says."""
        body = letter.get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    def link_of(self, letter: EmailMessage) -> str:
        """Return the first link in a mail."""
        return str(re.findall(r"https?://[^\s)]+", self.words_of(letter))[0])

    def villager(self, email: str) -> Person:
        """Somebody of the Village of Elm Crest, who came by invitation."""
        return self.walk.person(User.objects.get(email=email))
