"""Copy from node_modules the few files of the design system that the pages use."""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules" / "@uswds" / "uswds" / "dist"
OURS = ROOT / "commonlot" / "web" / "static" / "commonlot"
TARGET = ROOT / "commonlot" / "web" / "static" / "vendor" / "uswds"
STYLES = "css/uswds.min.css"
ADDRESS = re.compile(r"url\([\"']?(?!data:)([^)\"'#?]+)")
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")


def main() -> None:
    """Copy the style sheet, what it and our own sheets refer to, and the icons."""
    shutil.rmtree(TARGET, ignore_errors=True)
    styles = (SOURCE / STYLES).read_text(encoding="utf-8")
    used = {f"css/{address}" for address in ADDRESS.findall(styles)}
    for sheet in OURS.glob("*.css"):
        addresses = ADDRESS.findall(sheet.read_text(encoding="utf-8"))
        used |= {address.split("vendor/uswds/")[1] for address in addresses if "vendor/uswds/" in address}
    for name in {"img/sprite.svg", *used}:
        _copy(name.replace("css/../", ""))
    _copy("../LICENSE.md", "LICENSE.md")
    (TARGET / "css").mkdir()
    # The map to the sources is not copied, so the sheet must not name it.
    (TARGET / STYLES).write_text(SOURCE_MAP.sub("", styles), encoding="utf-8")


def _copy(name: str, to: str = "") -> None:
    place = TARGET / (to or name)
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(SOURCE / name, place)


if __name__ == "__main__":
    main()
