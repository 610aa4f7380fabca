// Builds static/src into static/dist: `npm run build`. The only step between the sources and what browsers get.
import { copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import { build, transform } from "esbuild";
import { compileAsync } from "sass";

const src = dirname(fileURLToPath(import.meta.url));
const root = join(src, "..", "..");
const modules = join(root, "node_modules");
// Built aside and put in place whole: a server or a test that reads meanwhile finds the old files or the new.
const place = join(root, "static", "dist");
const dist = join(modules, `.dist-${process.pid}`);
const former = `${dist}-former`;
const targets = ["chrome109", "firefox115", "safari16"];

const PLOTLY = join(modules, "plotly.js-cartesian-dist-min", "plotly-cartesian.min.js");
const FONTS = [
  // For pages: all weights in one file; the second is fetched only where letters such as ŵ and ŷ occur.
  ["@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2", "source-sans-3.woff2"],
  ["@fontsource-variable/source-sans-3/files/source-sans-3-latin-ext-wght-normal.woff2", "source-sans-3-ext.woff2"],
  // For the PDF, which takes them from static/dist/fonts.
  ["source-sans/TTF/SourceSans3-Regular.ttf", "SourceSans3-Regular.ttf"],
  ["source-sans/TTF/SourceSans3-It.ttf", "SourceSans3-It.ttf"],
  ["source-sans/TTF/SourceSans3-Semibold.ttf", "SourceSans3-Semibold.ttf"],
  ["source-sans/TTF/SourceSans3-Bold.ttf", "SourceSans3-Bold.ttf"],
  ["source-sans/LICENSE.md", "LICENSE.md"],
];

/** The rules Plotly would put into a <style> element, which the content security policy forbids; without its toolbar, which we do not show. */
function plotlyRules(bundle) {
  const found = bundle.match(/\{\s*"X,X div":[^}]*\}/);
  if (!found) {
    throw new Error("Plotly's own style rules were not found in its bundle: look at how this version names them.");
  }
  return Object.entries(runInNewContext(`(${found[0]})`))
    .filter(([selector]) => !/modebar|data-title|cloud|input/.test(selector))
    .map(([selector, body]) => `${selector.replaceAll("X", ".js-plotly-plot .plotly").replaceAll("Y", ".plotly-notifier")}{${body}}`)
    .join("\n");
}

/** Custom properties for every colour of the charts, from the file the Python charts read. */
function paletteProperties(palette) {
  const lines = palette.series.map((series, i) => `--chart-${i + 1}:${series.colour};--chart-${i + 1}-dash:${series.dasharray || "none"};`);
  return `:root{${lines.join("")}--chart-comparator:${palette.comparator.colour};--chart-grid:${palette.grid};--chart-text:${palette.text};}`;
}

async function styles() {
  const { css } = await compileAsync(join(src, "scss", "app.scss"), {
    loadPaths: [root, modules],
    quietDeps: true,
    style: "expanded",
  });
  const palette = JSON.parse(await readFile(join(src, "palette.json"), "utf8"));
  const plotly = plotlyRules(await readFile(PLOTLY, "utf8"));
  const { code } = await transform([css, paletteProperties(palette), plotly].join("\n"), {
    loader: "css",
    minify: true,
    target: targets,
    legalComments: "none",
  });
  await writeFile(join(dist, "app.css"), code);
}

async function scripts() {
  await build({
    entryPoints: [join(src, "js", "app.js"), join(src, "js", "boot.js")],
    outdir: dist,
    bundle: true,
    minify: true,
    format: "esm",
    target: targets,
    legalComments: "none",
    logLevel: "warning",
  });
  await copyFile(PLOTLY, join(dist, "plotly.js"));
}

async function assets() {
  await mkdir(join(dist, "fonts"), { recursive: true });
  await mkdir(join(dist, "img"), { recursive: true });
  await Promise.all([
    ...FONTS.map(([from, to]) => copyFile(join(modules, from), join(dist, "fonts", to))),
    // MoJ Frontend's timeline refers to its document icon.
    copyFile(join(modules, "@ministryofjustice", "frontend", "moj", "assets", "images", "icon-document.svg"), join(dist, "img", "icon-document.svg")),
    ...["mark.svg", "favicon.svg"].map((name) => copyFile(join(src, "img", name), join(dist, "img", name))),
  ]);
}

/** Put what was built in place; of two builds at the same time the later one stays. */
async function putInPlace() {
  for (;;) {
    await rm(former, { recursive: true, force: true });
    try {
      await rename(place, former);
    } catch (error) {
      if (error.code !== "ENOENT") {
        throw error;
      }
    }
    try {
      await rename(dist, place);
      return;
    } catch (error) {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") {
        throw error;
      }
    }
  }
}

try {
  await mkdir(dist, { recursive: true });
  await Promise.all([styles(), scripts(), assets()]);
  await putInPlace();
} finally {
  await rm(dist, { recursive: true, force: true });
  await rm(former, { recursive: true, force: true });
}
