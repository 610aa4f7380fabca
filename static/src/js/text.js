// Sentences come from the page, in its language; here only their names are filled in.

/** "{done} of {total}" with `{done: 3, total: 4}` -> "3 of 4". A name without a value stays as it is. */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Bytes as a number of kB, MB or GB with at most one decimal, in the language of the page. */
export function bytes(count) {
  const units = ["B", "kB", "MB", "GB"];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(count, 1)) / 3));
  const shown = (count / 1000 ** step).toLocaleString(document.documentElement.lang, { maximumFractionDigits: step > 1 ? 1 : 0 });
  return `${shown} ${units[step]}`;
}
