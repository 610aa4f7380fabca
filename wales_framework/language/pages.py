"""For translators: which Welsh is still a draft. Readers never see that a text is one."""

import csv
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from wales_framework.access.predicates import may_read_translations
from wales_framework.access.views import allowed
from wales_framework.language.drafts import Entry, entries, parts
from wales_framework.language.taking import COLUMNS, as_row

PAGE_SIZE = 50


@require_safe
@allowed(may_read_translations)
def drafts(request: HttpRequest) -> HttpResponse:
    """`part` narrows to a part of the service, `words` to texts with them in either language; `all=1` shows those read too."""
    every = list(entries())
    chosen = _chosen(request, every)
    page = Paginator(chosen, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "entries": [(entry, entry.english.split("\n"), entry.welsh.split("\n")) for entry in page],
        "parts": parts(every),
        **_asked(request),
        "query": urlencode(_asked(request)),
    }
    return render(request, "language/drafts.html", context)


@require_safe
@allowed(may_read_translations)
def drafts_file(request: HttpRequest) -> HttpResponse:
    """The same texts as a CSV, with an empty column for what is better: `manage.py take_translations` takes it."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = "-".join(["welsh", *filter(None, (slugify(value) for value in _asked(request).values()))])
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\ufeff")  # so that a spreadsheet reads ŵ and ŷ
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    writer.writerows(as_row(entry) for entry in _chosen(request, list(entries())))
    return response


def _asked(request: HttpRequest) -> dict[str, Any]:
    return {name: request.GET.get(name, "").strip() for name in ("part", "words", "all")}


def _chosen(request: HttpRequest, every: list[Entry]) -> list[Entry]:
    asked = _asked(request)
    words = asked["words"].casefold()
    return [
        entry
        for entry in every
        if (entry.is_draft or asked["all"])
        and asked["part"] in ("", entry.part)
        and (words in entry.english.casefold() or words in entry.welsh.casefold())
    ]
