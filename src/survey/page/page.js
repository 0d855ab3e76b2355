"use strict";
// The survey's page: draws what stands in #data with the words of #words. No network, no libraries.

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const words = read("words");
const data = read("data");
const editor = typeof acquireVsCodeApi === "function" ? acquireVsCodeApi() : null;
const PAGE = 100;
const CHARTS = 24;
const MATRIX = 40;

/** The words for `key`, with `{name}` filled in. */
function say(key, args = {}) {
  if (!(key in words)) console.error(`no words for ${key}`);
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => args[name] ?? all);
}

/** An element: `make("td", { class: "number" }, "12")`; `on…` are listeners. */
function make(tag, attributes = {}, ...children) {
  const svg = ["svg", "path", "circle", "line", "text", "title", "g"].includes(tag);
  const element = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const byId = (id) => document.getElementById(id);
const announce = (text) => { byId("status").textContent = text; };
const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
const labelOf = (report) => [report.issuer ?? report.title ?? report.path, report.report_year].filter(Boolean).join(" ");
const outlineOf = (report) => data.outlines.find((o) => o.schema === report.schema && o.profile === report.profile);
const byPath = new Map(data.reports.map((report) => [report.path, report]));
const copiesOf = new Map();
for (const copy of data.copies) {
  for (const path of new Set([copy.from.path, copy.to.path])) {
    if (!copiesOf.has(path)) copiesOf.set(path, []);
    copiesOf.get(path).push(copy);
  }
}

/** Opens a place in the editor around the page; elsewhere it is only named. */
function place(path, line, text) {
  const name = text ?? say("line", { line });
  if (!editor) return make("span", {}, name);
  return make("button", { class: "link", type: "button", onclick: () => editor.postMessage({ open: path, line }) }, name);
}

// Filters.

const filters = { text: "", year: "", profile: "", only: "" };
const onlyTests = {
  errors: (r) => r.findings.error > 0,
  warnings: (r) => r.findings.error + r.findings.warning > 0,
  missing: (r) => Object.values(r.parts).some((state) => state === "missing" || state === "unwritten"),
  unanswered: (r) => r.links.none > 0,
  copied: (r) => copiesOf.has(r.path),
};
const shows = (report) =>
  (!filters.text || `${report.path} ${report.title ?? ""} ${report.issuer ?? ""}`.includes(filters.text)) &&
  (!filters.year || String(report.report_year) === filters.year) &&
  (!filters.profile || `${report.schema} ${report.profile ?? ""}` === filters.profile) &&
  (!filters.only || onlyTests[filters.only](report));

function drawFilters() {
  const select = (name, options) =>
    make("label", {}, say(`filter.${name}`),
      make("select", { name, onchange: (event) => { filters[name] = event.target.value; redraw(); } },
        make("option", { value: "" }, say("filter.all")),
        options.map(([value, text]) => make("option", { value }, text))));
  const years = [...new Set(data.reports.map((r) => r.report_year).filter(Boolean))].sort();
  const outlines = data.outlines.map((o) => [`${o.schema} ${o.profile ?? ""}`, o.name]);
  let wait;
  const search = make("input", {
    type: "search",
    oninput: (event) => {
      clearTimeout(wait);
      wait = setTimeout(() => { filters.text = event.target.value.trim(); redraw(); }, 150);
    },
  });
  fill(byId("filters"),
    make("label", {}, say("filter.text"), search),
    select("year", years.map((y) => [y, y])),
    outlines.length > 1 && select("profile", outlines),
    select("only", Object.keys(onlyTests).map((name) => [name, say(`only.${name}`)])));
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
}

// The table.

const answered = (r) => (r.problems ? (r.links.strong + r.links.weak) / r.problems : 1);
const covered = (r) => Object.values(r.themes).filter((t) => t.state === "there").length;
const partsIn = (r, wanted) => Object.entries(r.parts).filter(([, state]) => state === wanted).map(([id]) => id);
const missing = (r) => partsIn(r, "missing");
const unwritten = (r) => partsIn(r, "unwritten");
const columns = [
  { id: "report", of: (r) => labelOf(r), cell: (r) => make("th", { scope: "row" }, reportButton(r), make("span", { class: "path" }, r.path), versionsOf(r)) },
  { id: "date", of: (r) => r.signed ?? r.published ?? "", cell: (r) => make("td", {}, r.signed ?? r.published ?? "–") },
  { id: "parts", of: (r) => missing(r).length + unwritten(r).length, cell: (r) => make("td", {}, partsOf(r)) },
  {
    id: "problems", number: true, of: answered,
    cell: (r) => make("td", { class: `number ${r.links.none ? "warn" : ""}` },
      opens(r, { section: "problems" }, say("problems.cell", { answered: r.links.strong + r.links.weak, problems: r.problems }))),
  },
  { id: "plans", number: true, of: (r) => r.plans, show: { section: "problems" } },
  {
    id: "themes", number: true, of: covered,
    cell: (r) => {
      const asked = Object.keys(r.themes).length;
      return make("td", { class: "number" }, asked ? opens(r, { section: "themes" }, `${covered(r)}/${asked}`) : "–");
    },
  },
  { id: "figures", number: true, of: (r) => r.figures },
  { id: "copied", number: true, of: (r) => copiesOf.get(r.path)?.length ?? 0, show: { section: "copies" } },
  { id: "missing", number: true, of: (r) => r.missing, show: { section: "missing" } },
  ...["error", "warning", "info", "hint"].map((severity) => ({
    id: severity, number: true, of: (r) => r.findings[severity], tone: { error: "bad", warning: "warn" }[severity],
    show: { section: "findings", severity },
  })),
];
const state = { sort: "report", down: false, page: 0, heatPage: 0, chartPage: 0, copyPage: 0, indicator: null, outline: 0 };

function reportButton(report) {
  return make("button", { class: "link", type: "button", onclick: () => openReport(report) }, labelOf(report));
}

/** A number that opens what it counts, in the dialog of its report. */
function opens(report, show, text) {
  return make("button", { class: "link", type: "button", onclick: () => openReport(report, show) }, text);
}

function versionsOf(report) {
  if (!report.versions.length) return null;
  return make("span", { class: "path" }, say("versions", { paths: report.versions.join(say("and")) }));
}

function partsOf(report) {
  const names = new Map(outlineOf(report)?.parts.map((p) => [p.id, p.name]));
  const named = (ids) => ids.map((id) => names.get(id) ?? id).join(say("and"));
  const [lacks, waits] = [missing(report), unwritten(report)];
  if (!lacks.length && !waits.length) return make("span", { class: "good" }, say("parts.all"));
  const says = [lacks.length && say("parts.missing", { parts: named(lacks) }), waits.length && say("parts.unwritten", { parts: named(waits) })];
  return make("span", { class: "warn" }, says.filter(Boolean).join(say("and")));
}

/** Buttons for the page before and behind. */
function pages(count, size, key, draw) {
  const last = Math.max(0, Math.ceil(count / size) - 1);
  state[key] = Math.min(state[key], last);
  if (!last) return null;
  const go = (to) => () => {
    state[key] = to;
    draw();
    announce(say("pages.at", { page: to + 1, pages: last + 1 }));
  };
  return make("div", { class: "pages" },
    make("button", { type: "button", disabled: state[key] === 0, onclick: go(state[key] - 1) }, say("pages.before")),
    make("span", {}, say("pages.at", { page: state[key] + 1, pages: last + 1 })),
    make("button", { type: "button", disabled: state[key] === last, onclick: go(state[key] + 1) }, say("pages.behind")));
}
const onPage = (list, size, key) => list.slice(state[key] * size, (state[key] + 1) * size);

/** Replaces a section; the focus stays on the control with the same words. */
function fill(section, ...children) {
  const active = document.activeElement;
  const held = section.contains(active) ? active.dataset.key ?? active.textContent : null;
  section.replaceChildren(...children.flat().filter(Boolean));
  if (held !== null) [...section.querySelectorAll("button, select")].find((e) => (e.dataset.key ?? e.textContent) === held)?.focus();
}

let shown = [];

function drawReports() {
  const column = columns.find((c) => c.id === state.sort);
  const order = (a, b) => {
    const [x, y] = [column.of(a), column.of(b)];
    const by = typeof x === "number" ? x - y : compare(String(x), String(y));
    return (state.down ? -by : by) || compare(a.path, b.path);
  };
  shown = data.reports.filter(shows).sort(order);
  const sort = (id) => () => {
    state.down = state.sort === id ? !state.down : Boolean(columns.find((c) => c.id === id).number);
    Object.assign(state, { sort: id, page: 0, heatPage: 0 });
    drawReports();
    drawThemes();
    announce(say(state.down ? "sorted.down" : "sorted.up", { column: say(`column.${id}`) }));
  };
  const head = columns.map((c) =>
    make("th", {
      scope: "col", class: c.number ? "number" : null,
      "aria-sort": state.sort === c.id ? (state.down ? "descending" : "ascending") : "none",
    }, make("button", { type: "button", "data-key": c.id, onclick: sort(c.id) }, say(`column.${c.id}`))));
  const paging = pages(shown.length, PAGE, "page", drawReports);
  const row = (report) => make("tr", {}, columns.map((c) => {
    if (c.cell) return c.cell(report);
    const value = c.of(report);
    const text = c.show && value ? opens(report, c.show, String(value)) : String(value);
    return make("td", { class: `${c.number ? "number" : ""} ${c.tone && value ? c.tone : ""}` }, text);
  }));
  fill(byId("reports"),
    make("h2", { id: "reports-title" }, say("reports.title")),
    make("div", { class: "wide" },
      make("table", {},
        make("caption", {}, say("reports.count", { shown: shown.length, all: data.reports.length })),
        make("thead", {}, make("tr", {}, head)),
        make("tbody", {}, onPage(shown, PAGE, "page").map(row)))),
    paging);
}

// The heat map of themes.

const heat = (hits) => (hits === 0 ? 0 : hits < 3 ? 1 : hits < 6 ? 2 : hits < 12 ? 3 : 4);

function drawThemes() {
  const withThemes = data.outlines.filter((o) => o.themes.length && shown.some((r) => outlineOf(r) === o));
  if (!withThemes.length) return fill(byId("themes"));
  state.outline = Math.min(state.outline, withThemes.length - 1);
  const outline = withThemes[state.outline];
  const rows = shown.filter((r) => outlineOf(r) === outline);
  const choice = withThemes.length > 1 && make("label", {}, say("themes.outline"),
    make("select", { "data-key": "outline", onchange: (e) => { state.outline = Number(e.target.value); state.heatPage = 0; drawThemes(); } },
      withThemes.map((o, i) => make("option", { value: i, selected: i === state.outline }, o.name))));
  const share = (theme) => {
    const asked = rows.filter((r) => r.themes[theme.id]);
    const there = asked.filter((r) => r.themes[theme.id].state === "there").length;
    return asked.length ? Math.round((100 * there) / asked.length) : null;
  };
  const cell = (report, theme) => {
    const found = report.themes[theme.id];
    if (!found) return make("td", {}, make("span", { "aria-label": say("themes.unasked") }, "–"));
    const tip = say("themes.cell", { report: labelOf(report), theme: theme.name, hits: found.hits, figures: found.figures });
    return make("td", { class: `h${heat(found.hits)}`, title: tip }, found.state === "missing" ? say("themes.none") : String(found.hits));
  };
  fill(byId("themes"),
    make("h2", { id: "themes-title" }, say("themes.title")),
    make("p", { class: "soft" }, say("themes.about")),
    choice,
    make("ul", { class: "legend", "aria-label": say("themes.legend") },
      ["0", "1–2", "3–5", "6–11", "12+"].map((text, i) => make("li", {}, make("span", { class: `h${i}` }), text))),
    make("div", { class: "wide" },
      make("table", { class: "heat" },
        make("caption", {}, say("themes.caption", { name: outline.name, count: rows.length })),
        make("thead", {}, make("tr", {}, make("th", { scope: "col" }, say("column.report")),
          outline.themes.map((t) => make("th", { scope: "col", class: "column" }, t.name)))),
        make("tbody", {},
          make("tr", { class: "all" }, make("th", { scope: "row" }, say("themes.all")),
            outline.themes.map((t) => {
              const percent = share(t);
              const class_ = percent === null ? null : `h${percent === 0 ? 0 : Math.min(4, 1 + Math.floor(percent / 26))}`;
              return make("td", { class: class_ }, percent === null ? "–" : `${percent}%`);
            })),
          onPage(rows, PAGE, "heatPage").map((r) =>
            make("tr", {}, make("th", { scope: "row" }, reportButton(r)), outline.themes.map((t) => cell(r, t))))))),
    pages(rows.length, PAGE, "heatPage", drawThemes));
}

// Who copied from whom.

function drawCopies() {
  const visible = new Set(shown.map((r) => r.path));
  const copies = data.copies.filter((c) => visible.has(c.to.path) || visible.has(c.from.path));
  const title = make("h2", { id: "copies-title" }, say("copies.title"));
  if (!copies.length) return fill(byId("copies"), title, make("p", { class: "soft" }, say("copies.none")));
  const amounts = new Map();
  for (const copy of copies) {
    for (const path of [copy.from.path, copy.to.path]) amounts.set(path, (amounts.get(path) ?? 0) + copy.characters);
  }
  const most = [...amounts].sort((a, b) => b[1] - a[1]).slice(0, MATRIX).map(([path]) => path);
  const name = (path) => (byPath.has(path) ? labelOf(byPath.get(path)) : path);
  most.sort((a, b) => compare(name(a), name(b)));
  const sums = new Map();
  for (const copy of copies) {
    const key = `${copy.to.path}\n${copy.from.path}`;
    sums.set(key, (sums.get(key) ?? 0) + copy.characters);
  }
  const level = (n) => (n < 60 ? 1 : n < 150 ? 2 : n < 400 ? 3 : 4);
  const cell = (to, from) => {
    const sum = sums.get(`${to}\n${from}`);
    if (!sum) return make("td", {});
    return make("td", { class: `h${level(sum)}`, title: say("copies.cell", { to: name(to), from: name(from), characters: sum }) }, String(sum));
  };
  const sources = most.filter((from) => most.some((to) => sums.has(`${to}\n${from}`)));
  const takers = most.filter((to) => most.some((from) => sums.has(`${to}\n${from}`)));
  const row = (copy) => make("tr", {},
    make("th", { scope: "row" }, name(copy.to.path), " ", place(copy.to.path, copy.to.line)),
    make("td", {}, name(copy.from.path), " ", place(copy.from.path, copy.from.line)),
    make("td", { class: "number" }, String(copy.characters)),
    make("td", {}, copy.text));
  copies.sort((a, b) => b.characters - a.characters);
  const paging = pages(copies.length, PAGE, "copyPage", drawCopies);
  fill(byId("copies"), title,
    make("p", { class: "soft" }, say("copies.about")),
    make("div", { class: "wide" },
      make("table", { class: "heat" },
        make("caption", {}, say("copies.caption", { shown: most.length, all: amounts.size })),
        make("thead", {}, make("tr", {}, make("th", { scope: "col" }, say("copies.corner")),
          sources.map((path) => make("th", { scope: "col", class: "column" }, name(path))))),
        make("tbody", {}, takers.map((to) =>
          make("tr", {}, make("th", { scope: "row" }, name(to)), sources.map((from) => cell(to, from))))))),
    make("h3", {}, say("copies.list")),
    data.left.copies ? make("p", { class: "soft" }, say("left.copies", { count: data.left.copies })) : null,
    make("div", { class: "wide" },
      make("table", {},
        make("thead", {}, make("tr", {},
          ["to", "from", "characters", "text"].map((id) => make("th", { scope: "col", class: id === "characters" ? "number" : null }, say(`copies.${id}`))))),
        make("tbody", {}, onPage(copies, PAGE, "copyPage").map(row)))),
    paging);
}

// Figures over the years.

/** A line through the points of a series; its numbers stand in the table beside it. */
function chart(series) {
  const [width, height, left, right, top, bottom] = [320, 130, 12, 12, 22, 22];
  const years = series.points.map((p) => p.year);
  const values = series.points.map((p) => p.value);
  const [low, high] = [Math.min(0, ...values), Math.max(...values)];
  const x = (year) => left + ((year - years[0]) / Math.max(1, years.at(-1) - years[0])) * (width - left - right - 24) + 12;
  const y = (value) => height - bottom - ((value - low) / (high - low || 1)) * (height - top - bottom);
  const path = series.points.map((p, i) => `${i ? "L" : "M"}${x(p.year).toFixed(1)} ${y(p.value).toFixed(1)}`).join("");
  return make("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": say("series.chart", {
    issuer: series.issuer, indicator: series.indicator, points: series.points.map((p) => `${p.year}: ${p.text}`).join(say("and")),
  }) },
    make("line", { class: "rule", x1: left, x2: width - right, y1: y(low), y2: y(low) }),
    make("path", { class: "curve", d: path }),
    series.points.map((p) => make("g", {},
      make("circle", { class: "point", cx: x(p.year), cy: y(p.value), r: 3.5 }),
      make("text", { class: "value", x: x(p.year), y: y(p.value) - 8, "text-anchor": "middle" }, p.text),
      make("text", { x: x(p.year), y: height - 6, "text-anchor": "middle" }, String(p.year)))));
}

function drawSeries() {
  const visible = new Set(shown.map((r) => r.path));
  const all = data.series.filter((s) => s.points.some((p) => visible.has(p.path)));
  const title = make("h2", { id: "series-title" }, say("series.title"));
  if (!all.length) return fill(byId("series"), title, make("p", { class: "soft" }, say("series.none")));
  const counts = new Map();
  for (const s of all) counts.set(s.indicator, (counts.get(s.indicator) ?? 0) + 1);
  const indicators = [...counts].sort((a, b) => b[1] - a[1] || compare(a[0], b[0])).map(([name]) => name);
  const chosen = indicators.includes(state.indicator) ? state.indicator : "";
  const list = all.filter((s) => !chosen || s.indicator === chosen)
    .sort((a, b) => b.points.length - a.points.length || compare(a.issuer, b.issuer) || compare(a.indicator, b.indicator));
  const paging = pages(list.length, CHARTS, "chartPage", drawSeries);
  fill(byId("series"), title,
    make("p", { class: "soft" }, say("series.about")),
    data.left.series ? make("p", { class: "soft" }, say("left.series", { count: data.left.series })) : null,
    make("label", {}, say("series.indicator"),
      make("select", { "data-key": "indicator", onchange: (e) => { state.indicator = e.target.value; state.chartPage = 0; drawSeries(); } },
        make("option", { value: "" }, say("filter.all")),
        indicators.map((i) => make("option", { value: i, selected: i === chosen }, say("series.option", { indicator: i, count: counts.get(i) }))))),
    make("div", { class: "charts" }, onPage(list, CHARTS, "chartPage").map((s) =>
      make("figure", {}, make("figcaption", {}, `${s.issuer} ${s.indicator}`), chart(s),
        make("details", {}, make("summary", {}, say("series.places")),
          make("ul", {}, s.points.map((p) => make("li", {}, `${p.year}: ${p.text} `, place(p.path, p.line)))))))),
    paging);
}

// One report.

function openReport(report, show = {}) {
  const dialog = byId("report");
  const copies = copiesOf.get(report.path) ?? [];
  const finding = (d) => make("li", {},
    make("span", { class: { error: "bad", warning: "warn" }[d.severity] ?? "" }, say(`severity.${d.severity}`)), " ",
    place(report.path, d.line), " ", d.message, " ", make("code", {}, d.rule));
  const link = (p) => make("li", {}, place(report.path, p.line), " ", p.text, " ",
    make("span", { class: p.strength === "none" ? "warn" : "soft" }, say(`strength.${p.strength}`)));
  const themeNames = new Map(outlineOf(report)?.themes.map((t) => [t.id, t.name]));
  const themes = Object.entries(report.themes);
  const theme = ([id, t]) => make("li", {}, themeNames.get(id) ?? id, " ",
    make("span", { class: t.state === "there" ? "soft" : "warn" }, say(`state.${t.state}`)));
  const absences = report.diagnostics.filter((d) => d.absence);
  const { severity } = show;
  const chosen = severity ? report.diagnostics.filter((d) => d.severity === severity) : report.diagnostics;
  const all = severity ? report.findings[severity] : Object.values(report.findings).reduce((sum, count) => sum + count, 0);
  const left = all - chosen.length;
  const head = (section, text) => make("h3", { "data-section": section, tabindex: -1 }, text);
  dialog.replaceChildren(
    make("h2", { id: "report-title" }, report.title ?? labelOf(report)),
    make("p", { class: "path" }, place(report.path, 1, report.path)),
    make("p", {}, partsOf(report)),
    report.missing ? head("missing", say("dialog.missing", { count: report.missing })) : "",
    make("ul", {}, absences.map(finding)),
    report.answers.length ? head("problems", say("dialog.problems")) : "",
    make("ul", {}, report.answers.map(link)),
    head("findings", severity
      ? say("dialog.of-severity", { severity: say(`severity.${severity}`), count: all })
      : say("dialog.findings", { count: all })),
    chosen.length ? make("ul", {}, chosen.map(finding)) : make("p", {}, say("dialog.clean")),
    left ? make("p", { class: "soft" }, say("left.findings", { count: left })) : "",
    severity ? make("p", {}, opens(report, { section: "findings" }, say("dialog.all"))) : "",
    copies.length ? head("copies", say("copies.list")) : "",
    make("ul", {}, copies.map((c) => make("li", {},
      say("dialog.copy", { from: c.from.path, fromLine: c.from.line, to: c.to.path, toLine: c.to.line }), make("blockquote", {}, c.text)))),
    themes.length ? head("themes", say("dialog.themes", { there: covered(report), asked: themes.length })) : "",
    make("ul", {}, themes.map(theme)),
    make("form", { method: "dialog" }, make("button", { autofocus: true }, say("dialog.close"))));
  if (!dialog.open) dialog.showModal();
  const section = show.section && dialog.querySelector(`[data-section="${show.section}"]`);
  if (section) {
    section.scrollIntoView({ block: "start" });
    section.focus({ preventScroll: true });
  }
}

function drawOthers() {
  if (!data.others.length) return;
  fill(byId("others"),
    make("h2", { id: "others-title" }, say("others.title", { count: data.others.length })),
    make("details", {}, make("summary", {}, say("others.about")),
      make("ul", {}, data.others.map((o) => make("li", {}, `${o.path} `, make("span", { class: "soft" }, o.reason))))));
}

function drawTiles() {
  byId("about").textContent = say("about", { dir: data.dir });
  const count = (test) => data.reports.filter(test).length;
  const tiles = [
    ["reports", data.reports.length],
    ["errors", count(onlyTests.errors)],
    ["missing", count(onlyTests.missing)],
    ["unanswered", count(onlyTests.unanswered)],
    ["copied", count(onlyTests.copied)],
  ];
  // A number of reports shows these reports in the table.
  const only = (id) => () => {
    filters.only = id;
    byId("filters").querySelector("select[name=only]").value = id;
    redraw();
    byId("reports").scrollIntoView();
  };
  byId("tiles").append(...tiles.map(([id, value]) => make("div", {},
    make("dt", {}, say(`tile.${id}`)),
    make("dd", {}, id in onlyTests && value ? make("button", { class: "link", type: "button", onclick: only(id) }, String(value)) : String(value)))));
}

function redraw() {
  Object.assign(state, { page: 0, heatPage: 0, chartPage: 0, copyPage: 0 });
  drawReports();
  drawThemes();
  drawCopies();
  drawSeries();
  announce(say("reports.count", { shown: shown.length, all: data.reports.length }));
}

function theme() {
  const classes = document.body.classList;
  const inEditor = ["vscode-dark", "vscode-high-contrast"].some((c) => classes.contains(c)) && !classes.contains("vscode-high-contrast-light");
  const light = ["vscode-light", "vscode-high-contrast-light"].some((c) => classes.contains(c));
  const dark = inEditor || (!light && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}

theme();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", theme);
new MutationObserver(theme).observe(document.body, { attributes: true, attributeFilter: ["class"] });
drawTiles();
drawFilters();
redraw();
drawOthers();
