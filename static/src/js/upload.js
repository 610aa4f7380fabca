// A form with a file, sent so that the person sees how many bytes have gone, and can stop it.
//
// Markup: <form data-upload> … {% include "components/upload_progress.html" %} … </form>. Without this script the same form posts plainly.
// Answers understood: 201 with Location, or a redirect: the browser goes there. Anything else is a page whose <main> (the form with
// its errors) takes the place of ours.
import { bytes, fill } from "./text.js";

class Upload {
  constructor(form, restart) {
    this.form = form;
    this.restart = restart;
    this.panel = form.querySelector("[data-upload-progress]");
    this.bar = this.panel.querySelector("progress");
    this.text = this.panel.querySelector("[data-upload-text]");
    this.spoken = this.panel.querySelector("[data-upload-spoken]");
    this.cancel = this.panel.querySelector("[data-upload-cancel]");
    this.request = null;
    form.addEventListener("submit", (event) => this.submit(event));
    this.cancel.addEventListener("click", () => this.request?.abort());
  }

  submit(event) {
    if (this.request) {
      event.preventDefault();
      return;
    }
    const files = [...this.form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
    if (files.length === 0) {
      return; // the server says what is missing
    }
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.open("POST", this.form.action);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.upload.addEventListener("progress", ({ loaded, total }) => this.show(loaded, total));
    request.upload.addEventListener("load", () => this.say(this.panel.dataset.textReceived));
    request.addEventListener("load", () => this.finish(request));
    request.addEventListener("error", () => this.stop(this.panel.dataset.textFailed));
    request.addEventListener("abort", () => this.stop(this.panel.dataset.textCancelled));
    this.request = request;
    this.lastQuarter = -1;
    const body = new FormData(this.form, event.submitter);
    this.panel.hidden = false;
    this.form.setAttribute("aria-busy", "true");
    this.setFields(true);
    this.show(0, files.reduce((sum, file) => sum + file.size, 0));
    this.cancel.hidden = false;
    this.cancel.focus(); // the button that was pressed rests now, and would drop the keyboard's place
    request.send(body);
  }

  /** Fields and buttons rest while the file is on its way; the button that cancels stays alive. */
  setFields(resting) {
    for (const field of this.form.elements) {
      if (field.type !== "hidden" && !this.panel.contains(field)) {
        field.disabled = resting;
      }
    }
  }

  show(sent, total) {
    this.bar.max = total || 1;
    this.bar.value = sent;
    const sentence = fill(this.panel.dataset.textSending, { sent: bytes(sent), total: bytes(total) });
    this.text.textContent = sentence;
    const quarter = total ? Math.floor((4 * sent) / total) : 0;
    if (quarter !== this.lastQuarter) {
      this.lastQuarter = quarter;
      this.spoken.textContent = sentence;
    }
  }

  say(sentence) {
    this.text.textContent = sentence;
    this.spoken.textContent = sentence;
  }

  stop(sentence) {
    this.request = null;
    this.form.removeAttribute("aria-busy");
    this.setFields(false);
    this.bar.value = 0;
    this.say(sentence);
    this.cancel.hidden = true;
    this.form.querySelector("[type=submit]")?.focus();
  }

  finish(request) {
    const location = request.status === 201 ? request.getResponseHeader("Location") : null;
    if (location) {
      window.location.assign(location);
      return;
    }
    const asked = new URL(this.form.action, window.location.href);
    if (request.responseURL && new URL(request.responseURL).pathname !== asked.pathname) {
      window.location.assign(request.responseURL);
      return;
    }
    this.replaceMain(request.responseText);
  }

  replaceMain(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const main = page.querySelector("main");
    if (!main) {
      this.stop(this.panel.dataset.textFailed);
      return;
    }
    document.title = page.title;
    const ours = document.querySelector("main");
    ours.replaceWith(main);
    this.restart(main);
    main.querySelector(".govuk-error-summary")?.focus();
    window.scrollTo(0, 0);
  }
}

/** Take over the upload forms inside `root`; `restart(element)` is called on what an answer puts into the page. */
export function startUploads(root, restart) {
  for (const form of root.querySelectorAll("form[data-upload]")) {
    if (form.querySelector("[data-upload-progress]") && !form.dataset.uploadStarted) {
      form.dataset.uploadStarted = "yes";
      new Upload(form, restart);
    }
  }
}
