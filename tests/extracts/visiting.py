"""What an analyst does at the pages, in short."""

import re
from collections.abc import Callable
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from indicators.extracts.models import Extract
from tests.working import run_jobs

SignedIn = Callable[[str], Client]
DECLARED = {"source": "published", "first_period": "1990Q1", "last_period": "2025Q4", "as_at": "2026-01-31"}


def words(response: HttpResponse) -> str:
    """What the page says, without its markup."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def send(client: Client, content: bytes, name: str = "figures.csv") -> HttpResponse:
    return client.post(reverse("extracts:upload"), {"file": SimpleUploadedFile(name, content)}, follow=True)


def page(client: Client, extract: Extract, name: str = "detail") -> HttpResponse:
    return client.get(reverse(f"extracts:{name}", args=[extract.pk]))


def sent_and_checked(client: Client, content: bytes, name: str = "figures.csv") -> tuple[Extract, HttpResponse]:
    """Uploaded, confirmed as the page proposes it, checked by a worker."""
    response = send(client, content, name)
    extract = Extract.objects.get()
    form = response.context["form"]
    proposed = {field: form.initial.get(field) or DECLARED[field] for field in DECLARED}
    client.post(reverse("extracts:confirm", args=[extract.pk]), proposed)
    run_jobs()
    extract.refresh_from_db()
    return extract, page(client, extract)
