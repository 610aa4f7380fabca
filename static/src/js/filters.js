// A page that the browser brings back whole has its choices as they were left, and its figures as they were asked for.

/** Have the forms of filters say again what their page shows. */
export function startFilters() {
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) {
      document.querySelectorAll("form.app-filter").forEach((form) => form.reset());
    }
  });
}
