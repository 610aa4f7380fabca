// A region that can be scrolled takes the keyboard; one that fits its place is no stop on the way.

function setStops() {
  for (const region of document.querySelectorAll("[data-scroll-region]")) {
    const scrolls = region.scrollWidth > region.clientWidth + 1;
    if (scrolls) {
      region.setAttribute("tabindex", "0");
    } else {
      region.removeAttribute("tabindex");
    }
  }
}

/** Keep the keyboard stops of tables right for the width of the window. */
export function startFocus() {
  setStops();
  new ResizeObserver(setStops).observe(document.body);
}
