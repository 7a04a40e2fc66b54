"""Relations between models and page types point down the house, like imports do."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from wagtail.models import Page

ROOT = Path(__file__).resolve().parent.parent


def layers() -> dict[str, int]:
    """Each of our apps with its height: 0 is the ground. The order is the one import-linter holds imports to."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    order = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {name.strip(): height for height, names in enumerate(reversed(order)) for name in names.split("|")}


HEIGHT = layers()
OURS = [model for model in apps.get_models() if model._meta.app_label in HEIGHT]


def points_down(from_app: str, to_app: str) -> bool:
    return to_app not in HEIGHT or from_app == to_app or HEIGHT[from_app] > HEIGHT[to_app]


def test_every_app_of_ours_stands_in_the_order_of_layers():
    ours = {
        config.label
        for config in apps.get_app_configs()
        if Path(config.path).is_relative_to(ROOT) and ".venv" not in config.path
    }
    assert ours == set(HEIGHT)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_models_relations_point_down(model):
    for field in model._meta.get_fields(include_hidden=True):
        if field.is_relation and field.concrete and field.related_model is not None:
            target = field.related_model._meta.app_label
            assert points_down(model._meta.app_label, target), f"{model._meta.label}.{field.name} → {target}"


@pytest.mark.parametrize("model", [m for m in OURS if issubclass(m, Page)], ids=lambda model: model._meta.label)
def test_a_page_type_names_no_higher_page_type(model):
    for names in (model.subpage_types or [], model.parent_page_types or []):
        for name in names:
            assert points_down(model._meta.app_label, name.split(".")[0]), f"{model._meta.label} names {name}"


@pytest.mark.parametrize("model", [m for m in OURS if issubclass(m, Page)], ids=lambda model: model._meta.label)
def test_a_page_type_says_what_may_stand_below_it(model):
    assert "subpage_types" in {name for base in model.__mro__ if base not in Page.__mro__ for name in vars(base)}
