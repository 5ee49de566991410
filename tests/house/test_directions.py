"""Foreign keys point down, as imports do."""

import tomllib
from typing import Any

from django.apps import apps
from django.db.models.base import ModelBase

from commonlot.process import STAGES
from tests.house.source import ROOT

HEIGHTS = {stage.key: number for number, stage in enumerate(STAGES, start=1)}


def _height(model: Any) -> int:
    """Return how high a model lives: a stage's number, 0 for records, below that what is not ours."""
    module = model.__module__
    if module.startswith("commonlot.process."):
        return HEIGHTS[module.split(".")[2]]
    return 0 if module.startswith("commonlot.records.") else -1


def _label(model: Any) -> str:
    return str(model._meta.label)


def test_foreign_keys_point_down_the_house() -> None:
    upward = {
        f"{model._meta.label}.{field.name} -> {_label(target)}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and isinstance(target := field.related_model, ModelBase)
        if _height(model) >= 0 and _height(target) > _height(model)
    }
    assert upward == set()


def test_every_stage_is_an_installed_app_in_the_order_of_the_process() -> None:
    installed = [app.label for app in apps.get_app_configs() if app.name.startswith("commonlot.process.")]
    assert installed == [stage.key for stage in STAGES]


def test_the_import_contract_lists_the_stages_in_the_order_of_the_process() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    contracts = {contract["name"].split(":")[0]: contract for contract in tools["importlinter"]["contracts"]}
    order = [stage.key for stage in STAGES]
    assert contracts["Stages"]["layers"] == order[::-1]
    assert contracts["Inside a stage"]["containers"] == [f"commonlot.process.{key}" for key in order]
