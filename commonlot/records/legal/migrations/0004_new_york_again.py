"""Load the New York pack from its data file: rules with figures, paths, and questions."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from commonlot.records.legal.pack import read_pack
from commonlot.records.legal.rules import LegalQuestion

KEPT = (
    "code", "says", "figure", "number", "unit", "citation", "certainty", "severity", "effective_from",
    "effective_to", "note", "checks", "applies_when", "when_over", "over", "holds",
)  # fmt: skip


def load(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Nothing could be edited before this migration, so the file replaces what was loaded."""
    unload(apps, schema_editor)
    pack = read_pack("new_york")
    Rule: Any = apps.get_model("legal", "Rule")
    Path: Any = apps.get_model("legal", "Path")
    Question: Any = apps.get_model("legal", "Question")
    Rule.objects.bulk_create(
        Rule(pack=pack.code, position=position, **{name: getattr(rule, name) for name in KEPT})
        for position, rule in enumerate(pack.rules, start=1)
    )
    Path.objects.bulk_create(Path(pack=pack.code, letter=each.letter, **_asked(each)) for each in pack.paths)
    Question.objects.bulk_create(
        Question(pack=pack.code, code=each.code, position=position, **_asked(each))
        for position, each in enumerate(pack.questions, start=1)
    )


def _asked(each: LegalQuestion) -> dict[str, Any]:
    return {
        "name": each.name,
        "says": each.says,
        "stage": each.stage,
        "rule_codes": list(each.rule_codes),
    }


def unload(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name in ("Rule", "Path", "Question"):
        apps.get_model("legal", name).objects.filter(pack="NY").delete()


class Migration(migrations.Migration):
    dependencies = [("legal", "0003_questions_and_figures")]
    operations = [migrations.RunPython(load, unload)]
