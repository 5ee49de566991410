"""Draw the pictures of the README's tour from a running demonstration county: `python scripts/screenshots.py`.

Start it first with `make run`; COMMONLOT_ADDRESS names another address than http://localhost:8000. Each picture is
1280 wide. With --phone it draws the same pages 390 wide, into var/, to look at.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = os.environ.get("COMMONLOT_ADDRESS", "http://localhost:8000").rstrip("/")
LARGEST = 250_000
DEMO_PASSWORD = "commonlot-demo"  # noqa: S105 - `make run` prints it for everyone
CHROMIUM = (
    "chromium",
    "chromium-headless-shell",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
QUIET = [
    "--no-first-run",
    *(f"--disable-{name}" for name in ("gpu", "quic", "background-networking", "dev-shm-usage")),
]


@dataclass(frozen=True)
class Picture:
    """One picture: its file, who looks, where they start, and the links they follow from there."""

    name: str
    who: str
    start: str
    follow: tuple[str, ...] = ()
    height: int = 860


BUYER, TOWN = "buyer@county.example", "requester@town.example"
TOUR = (
    Picture("home", "", "/"),
    Picture("todo", TOWN, "/to-do/"),
    Picture(
        "survey", TOWN, "/requirements/", ("section[aria-labelledby=h-yours] a:has-text('Copy paper and')",)
    ),
    Picture("review-desk", BUYER, "/pooling/", ("main tbody th a",)),
    Picture("solicitation", "", "/solicitations/", ("main tbody th a",)),
    Picture(
        "opening",
        "",
        "/bidding/",
        ("section[aria-labelledby=h-now] a, section[aria-labelledby=h-past] th a",),
    ),
    Picture("award", BUYER, "/awards/", ("section[aria-labelledby=wait-h] tbody th a",)),
    Picture("prices", TOWN, "/contracts/?q=paper"),
    Picture("savings", "", "/savings/"),
)


def main() -> int:
    """Draw every picture and say how large each is."""
    phone = "--phone" in sys.argv[1:]
    folder = ROOT / "var" / "phone" if phone else ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        browser = playwright.chromium.launch(executable_path=_chromium(), args=arguments)
        for name, content in _draw(browser, width=390 if phone else 1280):
            (folder / f"{name}.png").write_bytes(content)
            print(f"{name + '.png':<20} {len(content) / 1000:>5.0f} kB")
            if len(content) > LARGEST and not phone:
                print(f"  larger than {LARGEST / 1000:.0f} kB", file=sys.stderr)
        browser.close()
    return 0


def _chromium() -> str:
    found = os.environ.get("COMMONLOT_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not found:
        sys.exit("screenshots: Chromium is not installed.")
    return found


def _draw(browser: Browser, *, width: int) -> Iterator[tuple[str, bytes]]:
    windows: dict[str, Page] = {}
    for picture in TOUR:
        if picture.who not in windows:
            context = browser.new_context(
                viewport={"width": width, "height": picture.height}, reduced_motion="reduce"
            )
            windows[picture.who] = context.new_page()
            if picture.who:
                _sign_in(windows[picture.who], picture.who)
        page = windows[picture.who]
        page.goto(ADDRESS + picture.start)
        for link in picture.follow:
            with page.expect_navigation():
                page.locator(link).first.click()
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        page.evaluate("window.scrollTo(0, 0)")
        yield picture.name, page.screenshot()


def _sign_in(page: Page, email: str) -> None:
    page.goto(f"{ADDRESS}/account/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()


if __name__ == "__main__":
    sys.exit(main())
