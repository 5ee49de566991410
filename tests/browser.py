"""What browser tests ask of a page: no accessibility violation, no sideways scroll, no policy message."""

import json

from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 700}


def axe(page: Page) -> None:
    """Assert that axe finds nothing wrong with the page as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    page.evaluate(Axe().axe_script)
    # Only what is wrong crosses over to us: the whole answer is a sixth of axe's time.
    found = page.evaluate(f"axe.run({json.dumps(options)}).then(answer => answer.violations)")
    told = [
        f"{each['id']}: {each['help']}\n    "
        + "\n    ".join(node["html"][:200] for node in each["nodes"][:5])
        for each in found
    ]
    assert not found, f"{page.url}\n" + "\n".join(told)


def no_sideways_scroll(page: Page) -> None:
    """Assert that the page fits its window's width."""
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room, f"{page.url} is {wide} px wide in a window of {room} px"


def listen_for_trouble(page: Page) -> list[str]:
    """Return a list that fills with console errors and errors of scripts: the content policy speaks here."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def look_at(page: Page, url: str) -> None:
    """Check a page at three widths: by axe unfolded on a desk and folded on a phone, for its width both ways."""
    heard = listen_for_trouble(page)
    for size in (WIDE, PHONE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(url)
        no_sideways_scroll(page)
        if size == PHONE:
            axe(page)
        page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        no_sideways_scroll(page)
        if size == WIDE:
            axe(page)
    assert not heard, f"{url}: {heard}"
