"""A mail server for demonstrations: it accepts every mail and keeps it as a file, and sends nothing on."""

import asyncio
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP


class KeepAsFile:
    """Writes each mail to one .eml file, named by the moment it came."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.count = 0

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep one mail."""
        self.count += 1
        moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        draft = self.folder / f"{moment}-{self.count:04}.part"
        draft.write_bytes(envelope.original_content)
        draft.rename(draft.with_suffix(".eml"))
        return "250 Kept"


async def serve(port: int, folder: Path) -> None:
    """Accept mail on this machine's port until a stop signal."""
    keeper = KeepAsFile(folder)
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    server = await loop.create_server(lambda: SMTP(keeper, enable_SMTPUTF8=True), "127.0.0.1", port)
    async with server:
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
