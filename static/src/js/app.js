// The one script of every page. Each part looks for its own markup and does nothing where there is none.
import { startCharts } from "./chart.js";
import { startComponents } from "./components.js";
import { startFilters } from "./filters.js";
import { startFocus } from "./focus.js";
import { startPasskeys } from "./passkeys.js";
import { startProgress } from "./progress.js";
import { startUploads } from "./upload.js";

/** Start everything inside `root`: the page, or a part of it that was replaced. */
function start(root) {
  startComponents(root);
  startCharts(root);
  startPasskeys(root);
  startProgress(root);
  startUploads(root, start);
}

start(document);
startFilters();
startFocus();
