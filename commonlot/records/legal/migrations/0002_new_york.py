"""Load the New York pack from its data file."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from commonlot.records.legal.pack import read_pack

KEPT = (
    "code", "says", "figure", "citation", "certainty", "severity", "effective_from", "effective_to", "note",
    "checks", "applies_when", "when_over", "over", "holds",
)  # fmt: skip


def load(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Rule: Any = apps.get_model("legal", "Rule")
    Path: Any = apps.get_model("legal", "Path")
    pack, rules, paths = read_pack("new_york")
    Rule.objects.bulk_create(
        Rule(pack=pack, position=position, **{name: getattr(rule, name) for name in KEPT})
        for position, rule in enumerate(rules, start=1)
    )
    Path.objects.bulk_create(
        Path(pack=pack, letter=each.letter, name=each.name, says=each.says, rule_codes=list(each.rule_codes))
        for each in paths
    )


def unload(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name in ("Rule", "Path"):
        apps.get_model("legal", name).objects.filter(pack="NY").delete()


class Migration(migrations.Migration):
    dependencies = [("legal", "0001_initial")]
    operations = [migrations.RunPython(load, unload)]
