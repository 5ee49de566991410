"""How people walk through the county in a browser: each in a window of their own, by clicks and typing."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from allauth.account.models import EmailAddress
from django.urls import resolve, reverse
from django.utils import timezone
from playwright.sync_api import Browser, ElementHandle, Error, Locator, Page, Request, Response, expect

from commonlot.records.access.models import Seat, User
from tests.browser import WIDE, axe, listen_for_trouble
from tests.records.jobs.worker import RunWorker
from tests.records.notices.sink import MailSink

PASSWORD = "correct horse battery staple"
PATIENCE = 30_000
# What axe judges, but for words and numbers: the plan of a page (its headings and the names of its regions), and
# which kinds of element stand in which, with what attributes.
LOOK = """() => {
  const all = [...document.querySelectorAll('body *')];
  const kind = each => each.tagName + '.' + each.className + [...each.attributes].map(a => a.name).join(',')
    + (each.getAttribute('role') || '') + (each.children.length || each.textContent.trim() ? '' : '(empty)');
  const ids = all.map(each => each.id).filter(id => id);
  const regions = document.querySelectorAll('h1,h2,h3,h4,h5,h6,main,nav,aside,section[aria-label],[role=region]');
  const plan = [...regions].map(each => each.tagName + (each.getAttribute('aria-label') || '').replace(/[0-9-]+/g, ''));
  const twice = new Set(ids).size < ids.length ? ' an id twice' : '';
  return [plan.filter((part, i) => part !== plan[i - 1]).join(' ') + twice,
    [...new Set(all.map(each => each.parentElement.tagName + '>' + kind(each)))]];
}"""


@dataclass
class Walk:
    """One journey: who walks, which screens were seen and judged, and what time it is."""

    browser: Browser
    server: str
    settings: Any
    run_worker: RunWorker
    mail: MailSink
    script: bool
    seen: dict[str, set[str]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    judged: set[str] = field(default_factory=set)
    people: dict[str, "Person"] = field(default_factory=dict)

    def at(self, moment: datetime) -> None:
        """Set the one clock."""
        self.settings.COMMONLOT_CLOCK_OFFSET = moment - timezone.now()

    def works(self) -> None:
        """Let the worker do all that waits, without a failure."""
        assert set(self.run_worker()) <= {"succeeded"}

    def person(self, who: Seat | User | None) -> "Person":
        """Return a person's window; they sign in for real when they first come (nobody signs in for None)."""
        user = who.user if isinstance(who, Seat) else who
        key = user.email if user else ""
        if key not in self.people:
            context = self.browser.new_context(
                java_script_enabled=self.script, viewport=WIDE, reduced_motion="reduce"  # type: ignore[arg-type]
            )  # fmt: skip
            context.set_default_timeout(PATIENCE)
            self.people[key] = Person(self, context.new_page())
            if user is not None:
                self.people[key].signs_in(user)
        return self.people[key]

    def close(self) -> None:
        """Close every window."""
        for person in self.people.values():
            person.page.context.close()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Say in which step of the journey a failure happened."""
        try:
            yield
        except (AssertionError, Error) as problem:
            problem.add_note(f"This was in {name}, {'with' if self.script else 'without'} script.")
            raise


def _screen(url: str) -> str:
    """Return the name of the screen that an address belongs to."""
    return resolve(urlsplit(url).path).view_name


class Person:
    """Somebody at a browser."""

    def __init__(self, walk: Walk, page: Page) -> None:
        self.walk, self.page = walk, page
        self.heard = listen_for_trouble(page)
        page.on("dialog", lambda dialog: dialog.accept())
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        """Note every address that the browser asks for itself: pages, redirects, and parts of pages."""
        if request.method == "GET" and request.resource_type in {"document", "xhr", "fetch"}:
            self.walk.asked.add(_screen(request.url))

    # --- going somewhere --------------------------------------------------------------------------------------
    def signs_in(self, user: User) -> None:
        """Sign in with e-mail and password."""
        EmailAddress.objects.get_or_create(user=user, email=user.email, verified=True, primary=True)
        self.opens("/account/login/")
        self.types("Email", user.email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.presses("Sign in")

    def opens(self, path: str) -> None:
        """Type an address of the site."""
        address = path if "://" in path else f"{self.walk.server}{path}"
        self._arrive(self.page.goto(address, wait_until="domcontentloaded"))

    def comes_to(self, name: str, *arguments: Any) -> None:
        """Open the screen of a name, such as bidding:index."""
        self.opens(reverse(name, args=arguments))

    def presses(self, name: str, *, within: Locator | None = None, refused: bool = False) -> None:
        """Press a button that leads to a page; refused: the page is expected to say no (422)."""
        self._goes_by(self._one(within, "button", name), refused=refused)

    def follows(self, name: str, *, within: Locator | None = None) -> None:
        """Follow a link."""
        self._goes_by(self._one(within, "link", name))

    def _one(self, within: Locator | None, role: Any, name: str) -> Locator:
        place = within or self.page
        exact = place.get_by_role(role, name=name, exact=True)
        # Words that only screen readers get may stand apart from the comma or colon before them.
        loose = re.compile(re.sub(r"[,:]", r"\\s*\g<0>", re.escape(name)), re.IGNORECASE)
        return exact.first if exact.count() else place.get_by_role(role, name=loose).first

    def _goes_by(self, element: Locator, *, refused: bool = False) -> None:
        handle: ElementHandle = element.element_handle()
        with self.page.expect_navigation(wait_until="domcontentloaded") as going:
            handle.click()
        self._arrive(going.value, refused=refused)

    def _arrive(self, response: Response | None, *, refused: bool = False) -> None:
        status = response.status if response is not None else 200
        assert status == 422 if refused else status < 400, f"{self.page.url} answered {status}"
        self.looks()

    # --- looking ----------------------------------------------------------------------------------------------
    def looks(self) -> None:
        """Note the screen, and hold it against the rules of accessibility if nothing like it was judged yet."""
        page = self.page
        name = _screen(page.url)
        title = page.title()
        assert title.endswith("– Commonlot"), f"{page.url} has the title {title!r}"
        expect(page.locator("h1")).to_have_count(1)
        self.walk.seen.setdefault(name, set()).add(title)
        if self.walk.script:
            plan, kinds = page.evaluate(LOOK)
            look = {f"{name} {plan}", *kinds}
            if look - self.walk.judged:
                axe(page)
                self.walk.judged |= look
        trouble = [said for said in self.heard if "422" not in said]
        assert not trouble, f"{page.url}: {trouble}"

    def sees(self, *texts: str | re.Pattern[str]) -> None:
        """Assert that the page says each of these."""
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)

    def sees_not(self, *texts: str) -> None:
        """Assert that the page says none of these."""
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)

    def row(self, *texts: str) -> Locator:
        """Return the row of a table, or the item of a list, that holds these words."""
        found = self.page.locator("main tr, main li")
        for text in texts:
            found = found.filter(has_text=text)
        return found.last

    @property
    def pk(self) -> int:
        """Return the number in the address of the page."""
        return int(re.findall(r"/(\d+)/", urlsplit(self.page.url).path)[-1])

    # --- filling in -------------------------------------------------------------------------------------------
    def types(self, label: str, value: str, *, within: Locator | None = None) -> None:
        """Type into the field of a label."""
        place = within or self.page
        exact = place.get_by_label(label, exact=True)
        (exact.first if exact.count() else place.get_by_label(label).first).fill(value)

    def fills(self, **values: str) -> None:
        """Type into fields by their names in the form."""
        for name, value in values.items():
            self.page.locator(f"[name='{name}']").first.fill(value)

    def chooses(self, label: str, option: str, *, within: Locator | None = None) -> None:
        """Choose from a list."""
        (within or self.page).get_by_label(label).first.select_option(label=option)

    def ticks(self, label: str) -> None:
        """Tick a box or a choice, on its words, as people do."""
        self.page.locator("label", has_text=label).first.click()

    def gives(self, name: str, content: bytes) -> None:
        """Choose a file in the page's file field."""
        kind = {"csv": "text/csv", "pdf": "application/pdf"}.get(
            name.rpartition(".")[2], "application/octet-stream"
        )
        file: Any = {"name": name, "mimeType": kind, "buffer": content}
        self.page.locator("input[type=file]").first.set_input_files(file)

    def unfolds(self, summary: str) -> None:
        """Open what is folded."""
        self.page.locator("summary", has_text=summary).first.click()
        if self.walk.script:
            axe(self.page)

    def downloads(self, link: str, *, within: Locator | None = None) -> bytes:
        """Download what a link leads to and return it."""
        return self._taken(lambda: self._one(within, "link", link).click())

    def _taken(self, act: Callable[[], Any]) -> bytes:
        with self.page.expect_download() as waiting:
            act()
        download = waiting.value
        self.walk.seen.setdefault(_screen(download.url), set()).add("a file")
        return download.path().read_bytes()

    def reads(self, link: str) -> str:
        """Read what a link or an address leads to as a calendar program does, which has no page."""
        address = link if "://" in link else self._one(None, "link", link).get_attribute("href")
        answer = self.page.request.get(urljoin(self.page.url, address))
        assert answer.ok, f"{address} answered {answer.status}"
        self.walk.asked.add(_screen(answer.url))
        return answer.text()

    def waits_for_work(self) -> None:
        """Let the worker finish what this page shows, watch it move by itself, and go to the result."""
        self.walk.works()
        expect(self.page.get_by_role("link", name="See the result")).to_be_visible(timeout=15_000)
        self.looks()
        self.follows("See the result")
