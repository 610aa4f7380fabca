"""Where the browser is and how it is started; what a page did that it should not, and what keeps people from using it."""

import json
import os
import shutil
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page, Request

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ARGUMENTS = [
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
if hasattr(os, "geteuid") and os.geteuid() == 0:
    ARGUMENTS.append("--no-sandbox")  # Chromium's sandbox refuses to work for root


def executable() -> str:
    """The system's Chromium or Chrome. Raises RuntimeError with the remedy."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return found
    raise RuntimeError("No browser found for the tests: run scripts/ensure-browser, or install Chromium.")


class Watch:
    """Collects what a page must never do: console errors (refusals by the content policy among them), foreign requests."""

    def __init__(self, page: Page, origin: str) -> None:
        self.faults: list[str] = []
        self.host = urlsplit(origin).netloc
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.faults.append(f"request to another host: {request.url}")


# axe asks what colour a text means some thousand times a page, of a dozen texts, and each answer takes it as long as a rule.
REMEMBERED = """
(({ prototype }) => {
  const known = new Map(), parse = prototype.parseString;
  prototype.parseString = function (text) {
    if (!known.has(text)) {
      const { r, g, b, alpha } = parse.call(this, text);
      known.set(text, { r, g, b, alpha });
    }
    return Object.assign(this, known.get(text));
  };
})(axe.commons.color.Color);
"""
TOLD = "({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))"


def violations(page: Page, *, colours: bool = True) -> list[str]:
    """What axe-core has against a page at WCAG 2.2 AA and by good practice: each rule with the element. `colours`: whether it
    looks at their contrast too, for which it takes half of its time.

    Only violations are handed over: what passed, and all about it, would take longer to read than to find.
    """
    rules = {"runOnly": STANDARD, "resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": colours}}}
    page.evaluate(f"{AXE_SCRIPT};{REMEMBERED}")
    return list(page.evaluate(f"axe.run({json.dumps(rules)}).then({TOLD})"))
