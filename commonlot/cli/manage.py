"""Django's own commands."""

import os

from django.core.management import ManagementUtility


def main(arguments: list[str]) -> int:
    """Run one Django command with the project's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonlot.config.settings")
    ManagementUtility(["commonlot manage", *arguments]).execute()
    return 0
