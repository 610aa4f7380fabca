"""Whatever is asked of the API, in its own terms or against them: never a 500, and nothing that its description does not say."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from indicators.releases.models import Release
from tests.conftest import People
from tests.fuzzing.examples import tried
from wales_framework.tokens import service
from wales_framework.tokens.models import Token

load_all_checks()


@schemathesis.deserializer("text/csv")
def as_text(context: object, response: Any) -> str:
    """CSV is described as a text."""
    return str(response.text)


# What a parameter means may be wrong although its form is right (a period that runs backwards, a cursor that leads nowhere); and
# who asks without a token is one of the three who ask here.
LEFT_OUT = {"positive_data_acceptance", "negative_data_rejection", "ignored_auth", "max_response_time"}
MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]


@pytest.fixture
def application() -> Iterator[WSGIHandler]:
    """The service as a server calls it, on the test's own connection, which it leaves open."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield WSGIHandler()
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def tokens(people: People, published: Release, settings: Settings) -> dict[str, dict[str, str]]:
    """Headers by which a member, an analyst and nobody ask, as often as they like."""
    rates = {"requests": "1000000/minute", "uploads": "1000000/minute"}
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": rates}
    cache.clear()
    ends = timezone.localdate() + timedelta(days=1)
    secrets = {name: service.make(people[name], "fuzzing", Token.Scope.API, ends)[1] for name in ("member", "analyst")}
    return {"nobody": {}, **{name: {"Authorization": f"Bearer {secret}"} for name, secret in secrets.items()}}


@pytest.mark.parametrize("person", ["member", "analyst", "nobody"])
def test_every_answer_is_one_that_the_description_has(
    person: str, application: WSGIHandler, tokens: dict[str, dict[str, str]], own_files: Any, request: pytest.FixtureRequest
) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/schema?format=json", application, headers=tokens["member"])
    operations = [found.ok() for found in schema.get_all_operations()]
    checks = [check for check in CHECKS.get_all() if check.__name__ not in LEFT_OUT]
    assert len(operations) > 8

    @tried(request, 40)
    @given(st.data())
    def asked(data: st.DataObject) -> None:
        operation = data.draw(st.sampled_from(operations))
        case: Case = data.draw(operation.as_strategy(generation_mode=data.draw(st.sampled_from(MODES))))
        case.headers.pop("Authorization", None)
        case.call_and_validate(headers={**tokens[person], "Accept-Encoding": "identity"}, checks=checks)

    asked()
