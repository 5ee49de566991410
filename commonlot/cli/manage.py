"""Django's own commands."""

import gc
import os

from django.core.management import ManagementUtility


def main(arguments: list[str]) -> int:
    """Run one Django command with the project's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonlot.config.settings")
    if arguments[:1] == ["migrate"]:
        gc.disable()  # a quarter of its time would go into looking for garbage; the process ends soon
    ManagementUtility(["commonlot manage", *arguments]).execute()
    return 0
