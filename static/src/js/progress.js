// Background work, followed without reloading the page.
//
// Markup: <div data-progress-url="/…" [data-progress-next="/…"]> fragment </div>. The address answers with the fragment and the header
// X-Job-State: waiting, working, done or failed. When it is done or failed the browser goes to data-progress-next, or reloads.
// Steps are spoken when they change; numbers are not, they would never stop.

const EVERY = 700;
const SLOWEST = 15000;

class Progress {
  constructor(element) {
    this.element = element;
    this.wait = EVERY;
    this.spoken = document.createElement("p");
    this.spoken.className = "govuk-visually-hidden";
    this.spoken.setAttribute("role", "status");
    element.after(this.spoken);
    this.step = this.currentStep();
    this.timer = window.setTimeout(() => this.poll(), EVERY);
    document.addEventListener("visibilitychange", () => this.wake());
  }

  currentStep() {
    return this.element.querySelector("[data-progress-step]")?.textContent.trim() ?? "";
  }

  /** A tab nobody looks at asks seldom, and at once when it is looked at again. */
  wake() {
    if (!document.hidden && this.timer) {
      window.clearTimeout(this.timer);
      this.wait = EVERY;
      this.timer = window.setTimeout(() => this.poll(), 0);
    }
  }

  async poll() {
    this.timer = null;
    try {
      const response = await fetch(this.element.dataset.progressUrl, {
        headers: { "X-Requested-With": "XMLHttpRequest" },
        cache: "no-store",
        redirect: "error",
      });
      if (!response.ok) {
        throw new Error(String(response.status));
      }
      this.show(await response.text());
      if (["done", "failed"].includes(response.headers.get("X-Job-State"))) {
        this.leave();
        return;
      }
      this.wait = document.hidden ? SLOWEST : EVERY;
    } catch {
      this.wait = Math.min(SLOWEST, this.wait * 2);
    }
    this.timer = window.setTimeout(() => this.poll(), this.wait);
  }

  show(html) {
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    const held = this.element.contains(document.activeElement) ? document.activeElement.id : "";
    this.element.replaceChildren(fresh.content);
    if (held) {
      document.getElementById(held)?.focus();
    }
    const step = this.currentStep();
    if (step !== this.step) {
      this.step = step;
      this.spoken.textContent = step;
    }
  }

  leave() {
    const next = this.element.dataset.progressNext;
    if (next) {
      window.location.assign(next);
    } else {
      window.location.reload();
    }
  }
}

/** Follow the work shown inside `root`. */
export function startProgress(root) {
  for (const element of root.querySelectorAll("[data-progress-url]")) {
    if (!element.dataset.progressStarted) {
      element.dataset.progressStarted = "yes";
      new Progress(element);
    }
  }
}
