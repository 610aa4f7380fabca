// How Plotly behaves on our pages: no toolbar, no zoom that traps a finger, Welsh months, narrow screens, and calm where calm is asked for.

const CY = {
  moduleType: "locale",
  name: "cy",
  dictionary: {},
  format: {
    days: ["Dydd Sul", "Dydd Llun", "Dydd Mawrth", "Dydd Mercher", "Dydd Iau", "Dydd Gwener", "Dydd Sadwrn"],
    shortDays: ["Sul", "Llun", "Maw", "Mer", "Iau", "Gwe", "Sad"],
    months: ["Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"],
    shortMonths: ["Ion", "Chwef", "Maw", "Ebr", "Mai", "Meh", "Gorff", "Awst", "Medi", "Hyd", "Tach", "Rhag"],
    date: "%d/%m/%Y",
  },
};

export const CONFIG = Object.freeze({
  displayModeBar: false,
  displaylogo: false,
  doubleClick: false,
  plotlyServerURL: "",
  responsive: false, // the frame is watched by chart.js, which also adapts the layout to its width
  scrollZoom: false,
  showTips: false,
});

// Quoted: a name with a number in it is no name in CSS without.
const FACE = "'Source Sans 3', arial, sans-serif";
const NARROW = 560;

/** Teach Plotly Welsh; what is not said here it takes from its English. */
export function register(Plotly) {
  Plotly.register([CY]);
}

/** The figure `{data, layout}` of the server for a frame `width` pixels wide. The one given is not changed. */
export function adapt({ data, layout = {} }, width) {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const adapted = {
    ...layout,
    autosize: true,
    dragmode: false,
    legend: { itemwidth: 48, ...layout.legend }, // wide enough for the longest dash
    hoverlabel: { bgcolor: "#0e3334", bordercolor: "#0e3334", font: { family: FACE, size: 15, color: "#ffffff" }, ...layout.hoverlabel },
    font: { size: 15, color: "#14292c", ...layout.font, family: FACE },
  };
  delete adapted.width;
  delete adapted.height;
  if (still) {
    adapted.transition = { duration: 0 };
  }
  if (width < NARROW) {
    adapted.font = { ...adapted.font, size: 14 };
    Object.assign(adapted, layout.meta?.narrow); // written with the chart: a legend instead of names at the line ends
  }
  return { data: structuredClone(data), layout: structuredClone(adapted) };
}
