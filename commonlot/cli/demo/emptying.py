"""Emptying a demonstration, so that it can be built again; the rules of law are loaded anew from their file."""

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from psycopg.sql import SQL, Identifier

from commonlot.kernel.errors import Refused
from commonlot.records.documents.models import Document
from commonlot.records.legal.actions import load_pack

KEPT = {"auth", "contenttypes", "procrastinate"}


def empty_demonstration() -> None:
    """Take every row of every stage away, with the kept files; only ever in a demonstration."""
    if not settings.COMMONLOT_DEMO:
        raise Refused(
            "This is no demonstration, so nothing is emptied. Set COMMONLOT_DEMO=yes only where it is one."
        )
    for name in Document.objects.values_list("file", flat=True):
        default_storage.delete(name)
    tables = sorted(
        facts.db_table
        for facts in (model._meta for model in apps.get_models(include_auto_created=True))  # noqa: SLF001
        if facts.app_label not in KEPT and facts.managed and not facts.proxy
    )
    names = SQL(", ").join(Identifier(table) for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(SQL("TRUNCATE {} RESTART IDENTITY").format(names))
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
    load_pack()
