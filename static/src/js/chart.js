// Charts are drawn when they come near the view; the library is fetched once, and only on a page that has one.
//
// Markup: templates/components/chart.html. The picture made on the server stays when anything fails; its table says the same.
import { adapt, CONFIG, register } from "./plotly.js";

const NEAR = "300px";
let library = null;

/** Fetch Plotly once, whatever the number of charts. */
function load(source) {
  library ??= new Promise((resolve, reject) => {
    // Plotly puts its rules into a <style> element unless this one says they are there already: they are in app.css,
    // because the content security policy allows no other.
    const marker = document.createElement("meta");
    marker.id = "plotly.js-style-global";
    marker.className = "no-inline-styles";
    document.head.append(marker);
    const script = document.createElement("script");
    script.src = source;
    script.addEventListener("load", () => {
      register(window.Plotly);
      resolve(window.Plotly);
    });
    script.addEventListener("error", reject);
    document.head.append(script);
  });
  return library;
}

async function draw(figure) {
  const plot = figure.querySelector("[data-chart-plot]");
  const fallback = figure.querySelector("[data-chart-fallback]");
  const spec = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  const Plotly = await load(figure.dataset.plotlySrc);
  await document.fonts.ready;
  plot.hidden = false;
  let width = 0; // of what is drawn, or is being drawn
  const render = () => {
    width = plot.clientWidth;
    const { data, layout } = adapt(spec, width);
    // Anew, not by react: that keeps margins of a narrower drawing.
    return Plotly.newPlot(plot, data, layout, { ...CONFIG, locale: document.documentElement.lang });
  };
  await render();
  const picture = fallback.querySelector("img, svg");
  const words = picture?.getAttribute("alt") || picture?.getAttribute("aria-label");
  if (words) {
    plot.setAttribute("role", "img");
    plot.setAttribute("aria-label", words);
  }
  fallback.hidden = true;
  figure.dataset.chartDrawn = "yes";
  let drawing = Promise.resolve();
  const fit = () => {
    if (plot.clientWidth && plot.clientWidth !== width) {
      return render();
    }
  };
  // One after the other, each in the width that the page has then. It begins by telling: the page may have changed meanwhile.
  new ResizeObserver(() => {
    drawing = drawing.then(fit);
  }).observe(plot);
  offerPicture(figure, plot, Plotly);
}

function offerPicture(figure, plot, Plotly) {
  const button = figure.querySelector("[data-chart-download]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () =>
      Plotly.downloadImage(plot, { format: "png", scale: 2, width: 1000, height: 560, filename: button.dataset.chartDownload || "chart" }),
    );
  }
}

/** Draw the charts inside `root` as they come near the view. */
export function startCharts(root) {
  const figures = root.querySelectorAll("figure[data-chart]:not([data-chart-watched])");
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (isIntersecting) {
          observer.unobserve(target);
          draw(target).catch((error) => {
            // The picture and the table stay as they are; whoever looks into the console learns why.
            console.error(error);
            target.querySelector("[data-chart-plot]").hidden = true;
            target.querySelector("[data-chart-fallback]").hidden = false;
            target.dataset.chartDrawn = "no";
          });
        }
      }
    },
    { rootMargin: NEAR },
  );
  for (const figure of figures) {
    figure.dataset.chartWatched = "yes";
    observer.observe(figure);
  }
}
