"""The description of the API holds to what the API answers."""

from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from django.test import Client
from drf_spectacular.validation import validate_schema

from indicators.releases.models import Release
from reporting.selection import PARAMETERS, choices

SignedIn = Callable[[str], Client]


@pytest.fixture
def schema(signed_in: SignedIn) -> dict[str, Any]:
    described: dict[str, Any] = signed_in("member").get("/api/schema", {"format": "json"}).json()
    return described


def test_it_is_openapi(schema: dict[str, Any]) -> None:
    validate_schema(schema)


def test_it_needs_the_same_permission_as_the_figures(signed_in: SignedIn) -> None:
    assert Client().get("/api/schema").status_code == 401
    assert signed_in("nobody").get("/api/schema").status_code == 403


def test_every_parameter_is_described_with_the_codes_it_takes(schema: dict[str, Any]) -> None:
    described = {one["name"]: one for one in schema["paths"]["/api/v1/observations"]["get"]["parameters"]}
    assert set(described) == {*PARAMETERS, "limit", "cursor"}
    assert all(one["description"] for one in described.values())
    for name, codes in choices().items():
        assert set(described[name]["schema"]["items"]["enum"]) == set(codes)
    assert set(described["format"]["schema"]["enum"]) == {"json", "csv"}


@pytest.mark.parametrize("name", ["observations", "findings", "indicators", "groups", "areas", "releases", "extracts"])
def test_answers_are_as_described(rich: Release, signed_in: SignedIn, schema: dict[str, Any], name: str) -> None:
    answer = signed_in("analyst").get(f"/api/v1/{name}").json()
    assert answer
    _check(schema, schema["paths"][f"/api/v1/{name}"]["get"]["responses"]["200"], answer)


def test_refusals_are_as_described(signed_in: SignedIn, schema: dict[str, Any]) -> None:
    refusal = signed_in("member").get("/api/v1/observations", {"cohort": "men"}).json()
    _check(schema, schema["paths"]["/api/v1/observations"]["get"]["responses"]["400"], refusal)


def _check(schema: dict[str, Any], response: dict[str, Any], answer: object) -> None:
    """OpenAPI 3.0 says `nullable` where JSON Schema has a type null; nothing that is not described may be there."""
    wanted = response["content"]["application/json"]["schema"]
    components = _strict(schema["components"])
    jsonschema.validate(answer, {**_strict(wanted), "components": components})


def _strict(part: Any) -> Any:
    if isinstance(part, list):
        return [_strict(one) for one in part]
    if not isinstance(part, dict):
        return part
    made = {name: _strict(one) for name, one in part.items()}
    if made.get("type") == "object":
        made["additionalProperties"] = False
        made["required"] = list(made.get("properties", {}))
    if made.pop("nullable", False):
        return {"anyOf": [made, {"type": "null"}]}
    return made
