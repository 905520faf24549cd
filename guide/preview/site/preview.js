// The preview in the browser. All that is shown is put in as text, never as markup: recipes are
// written by strangers.

const state = { hello: null, guide: null, problems: null, status: null, part: null, facts: null, book: null, saved: {}, lost: false };
let current = decodeURIComponent(location.hash.slice(1));
let events = null;
const byId = (id) => document.getElementById(id);
const pages = byId("pages");

// Elements. `made` takes text and elements only.

function made(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") element.addEventListener("click", value);
    else if (value !== null && value !== false) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

function counted(number, one) {
  return `${number} ${one}${number === 1 ? "" : "s"}`;
}

// What the server tells.

function follow(part) {
  current = part;
  if (events) events.close();
  Object.assign(state, { part: null, facts: null, saved: {} });
  events = new EventSource(`show/events?part=${encodeURIComponent(part)}`);
  events.addEventListener("hello", (event) => hear(JSON.parse(event.data)));
  events.addEventListener("news", (event) => take(JSON.parse(event.data)));
  events.addEventListener("error", () => { state.lost = true; showState(); });
}

function hear(hello) {
  state.hello = hello;
  state.lost = false;
  if (!current) {
    current = hello.part;
    history.replaceState(null, "", `#${encodeURIComponent(current)}`);
  }
  showForms();
}

function take(news) {
  for (const [name, section] of Object.entries(news)) {
    if (name.startsWith("part ")) state.saved[name.slice(5)] = section;
    else state[name] = section;
  }
  if (news.guide) showForms();
  if (news.part && news.part.gone && news.part.moved) return go(news.part.moved, true);
  if (news.guide || news.part) showNames();
  if (news.part || news.book || Object.keys(news).some((name) => name.startsWith("part "))) showPages();
  if (news.problems || news.part || news.guide) showProblems();
  if (news.facts) showFacts();
  showState();
}

function go(part, replaces = false) {
  if (part === current) return;
  const address = `#${encodeURIComponent(part)}`;
  if (replaces) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  show(part);
}

function show(part) {
  pages.replaceChildren();
  drawn.clear();
  byId("facts").replaceChildren();
  hidePlace();
  follow(part);
  showNames();
  window.scrollTo(0, 0);
}

window.addEventListener("popstate", () => show(decodeURIComponent(location.hash.slice(1))));

// Names, formats, state.

function isWhole() {
  return state.hello !== null && current === state.hello.whole;
}

function partOf(id) {
  return state.guide?.parts.find((part) => part.id === id) ?? null;
}

function title() {
  if (isWhole()) return "Whole book";
  return partOf(current)?.title || state.part?.title || current;
}

function showNames() {
  byId("guide-title").textContent = state.guide?.title ?? "";
  byId("part-title").textContent = title();
  byId("whole").setAttribute("aria-pressed", String(isWhole()));
  byId("more").textContent = isWhole() ? "" : partOf(current)?.path ?? "";
}

function showForms() {
  const form = byId("form");
  if (!state.hello) return;
  if (!form.options.length) {
    for (const name of state.hello.forms) form.append(made("option", { value: name }, name));
  }
  if (state.guide) form.value = state.guide.form;
}

function faults() {
  return (state.problems?.rows ?? []).filter((row) => !row.remark);
}

function showState() {
  const status = state.status;
  const found = faults();
  let [kind, words] = ["ready", "Ready"];
  if (state.lost) [kind, words] = ["lost", "Not connected"];
  else if (found.length) [kind, words] = ["problems", counted(found.length, "problem")];
  else if (status?.doing) [kind, words] = ["printing", "Printing"];
  else if (status?.binding) words = status.bound_before ? "Ready, book follows" : "Ready, first book follows";
  else if (status?.inspected) words = "Ready, whole book inspected";
  const pill = byId("state");
  pill.dataset.state = kind;
  if (pill.textContent !== words) pill.textContent = words;
  document.title = `${words.split(",")[0]}: ${title()}`;
  const gone = state.part?.gone && !isWhole();
  let said = status?.said ?? "";
  if (found.length) said = `${counted(found.length, "problem")}. ${found[0].what} ${said}`;
  if (state.lost) said = "The preview has stopped, or cannot be reached.";
  // It is read aloud each time it changes, so only when work is done.
  if (!status?.doing && byId("said").textContent !== said) byId("said").textContent = said;
  pages.classList.toggle("old", Boolean(state.lost || gone || (isWhole() ? state.book?.failed : state.part?.failed)));
  showBanner(found, gone);
}

function showBanner(found, gone) {
  const lines = [];
  if (state.lost) lines.push(made("p", {}, "The preview has stopped, or cannot be reached. Start it again with ./run preview and open the address it prints."));
  if (gone) lines.push(made("p", {}, `“${state.part.title}” is gone from the guide. These are its last pages.`));
  if (found.length && !gone) {
    const first = found[0];
    lines.push(made("p", {}, made("strong", {}, first.what), " ", opener(first.place)));
    lines.push(made("p", {}, `Fix: ${first.fix}`));
    if (isWhole() ? state.book?.failed : state.part?.failed && state.part.pages.length) lines.push(made("p", { class: "quiet" }, "These are the last good pages."));
  }
  const notices = state.status?.notices ?? [];
  for (const notice of notices) lines.push(made("p", { class: "quiet" }, notice));
  const banner = byId("banner");
  banner.classList.toggle("notice", !state.lost && !gone && !found.length);
  const text = lines.map((line) => line.textContent).join("\n");
  if (banner.dataset.text !== text) {
    banner.dataset.text = text;
    banner.replaceChildren(...lines);
  }
  banner.hidden = !lines.length;
}

// Pages. `drawn` has what was read of the pages of each part.

const drawn = new Map();
let reading = 0;
const inSight = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    entry.target.dataset.near = entry.isIntersecting ? "yes" : "";
    if (entry.isIntersecting) {
      load(entry.target);
      if (isWhole()) askSoon(entry.target);
    }
  }
}, { rootMargin: "600px" });

function showPages() {
  pages.classList.toggle("whole", isWhole());
  if (isWhole()) return showBook();
  if (!state.part || state.part.part !== current) return;
  if (!state.part.pages.length) {
    const words = state.part.failed ? "There are no pages yet: mend what is wrong first." : "Printing …";
    pages.replaceChildren(made("p", { class: "waiting" }, words));
    return;
  }
  let sheet = pages.querySelector(":scope > .sheet");
  if (!sheet) {
    sheet = made("div", { class: "sheet" });
    pages.replaceChildren(sheet);
  }
  fill(sheet, current, title(), state.part.pages, state.part.first);
  clearTimeout(reading);
  reading = setTimeout(() => askRegions(current), 150);
}

function showBook() {
  if (!state.book) {
    pages.replaceChildren(made("p", { class: "waiting" }, "The whole book is being printed. The first time, that takes a minute or two."));
    return;
  }
  pages.querySelector(":scope > .waiting")?.remove();
  const wanted = new Set(state.book.parts.map((part) => `part-${part.id}`));
  for (const section of pages.querySelectorAll(":scope > section")) {
    if (!wanted.has(section.dataset.section)) section.remove();
  }
  let before = null;
  state.book.parts.forEach(({ id, first }, number) => {
    const following = state.book.parts[number + 1]?.first ?? state.book.pages.length + 1;
    const saved = state.saved[id];
    const own = saved?.pages.length ? saved.pages : state.book.pages.slice(first - 1, following - 1);
    let section = pages.querySelector(`:scope > section[data-section="part-${CSS.escape(id)}"]`);
    const name = partOf(id)?.title || id;
    if (!section) {
      const link = made("a", { href: `#${encodeURIComponent(id)}`, onclick: (event) => { event.preventDefault(); go(id); } });
      section = made("section", { class: "part-of-book", "data-section": `part-${id}` },
        made("h2", {}, link), made("div", { class: "sheet" }));
    }
    const link = section.querySelector("h2 a");
    if (link.textContent !== name) link.textContent = name;
    section.setAttribute("aria-label", name);
    if (before ? before.nextElementSibling !== section : pages.firstElementChild !== section) {
      if (before) before.after(section); else pages.prepend(section);
    }
    fill(section.querySelector(".sheet"), id, name, own, first);
    before = section;
  });
}

function fill(sheet, part, name, own, first) {
  while (sheet.children.length > own.length) {
    inSight.unobserve(sheet.lastElementChild);
    sheet.lastElementChild.remove();
  }
  while (sheet.children.length < own.length) {
    const figure = made("figure", { class: "page", "data-part": part },
      made("div", { class: "paper" }, made("img", { alt: "" }), made("div", { class: "regions", "aria-hidden": "true" })),
      made("figcaption"));
    sheet.append(figure);
    inSight.observe(figure);
  }
  const changed = [];
  own.forEach((page, number) => {
    const figure = sheet.children[number];
    figure.classList.toggle("wide", page.width > 450);
    figure.querySelector(".paper").style.aspectRatio = `${page.width} / ${page.height}`;
    const caption = `Page ${first + number}`;
    if (figure.lastElementChild.textContent !== caption) figure.lastElementChild.textContent = caption;
    if (!figure.dataset.alt) figure.querySelector("img").alt = `${caption}, ${name}`;
    if (figure.dataset.key !== page.key) {
      figure.dataset.key = page.key;
      changed.push(figure);
    }
  });
  if (!changed.length) return;
  drawn.delete(part);
  // What is in sight is asked for first, since pages are drawn one after the other.
  changed.filter((figure) => figure.dataset.near).forEach(load);
  if (!isWhole()) changed.filter((figure) => !figure.dataset.near).forEach(load);
}

async function load(figure) {
  const key = figure.dataset.key;
  const across = Math.max(64, Math.ceil(figure.clientWidth * devicePixelRatio / 32) * 32);
  const wanted = `show/page/${key}/${across}`;
  if (figure.dataset.asked === wanted) return;
  figure.dataset.asked = wanted;
  const before = figure.querySelector("img");
  const picture = made("img", { alt: before.alt });
  picture.src = wanted;
  try {
    await picture.decode();
  } catch {
    // It has changed meanwhile, or nobody answers: the next news asks anew.
    if (figure.dataset.asked === wanted) figure.dataset.asked = "";
    return;
  }
  if (figure.dataset.asked !== wanted) return;
  const old = figure.querySelector("img");
  picture.alt = old.alt;
  old.replaceWith(picture);
  figure.dataset.shown = key;
}

let resized = 0;
window.addEventListener("resize", () => {
  clearTimeout(resized);
  resized = setTimeout(() => document.querySelectorAll(".page[data-near=yes]").forEach(load), 250);
});

// Where words were written. Of the whole book only what stays in sight is asked for, one part after
// the other, so that nobody who scrolls keeps a save waiting.

const waiting = new Set();
let asking = false;

function askSoon(figure) {
  waiting.add(figure);
  setTimeout(askNext, 600);
}

async function askNext() {
  if (asking) return;
  asking = true;
  for (const figure of waiting) {
    waiting.delete(figure);
    if (figure.isConnected && figure.dataset.near) await askRegions(figure.dataset.part);
  }
  asking = false;
}

async function askRegions(part) {
  const figures = [...document.querySelectorAll(`.page[data-part="${CSS.escape(part)}"]`)];
  if (!figures.length || drawn.has(part)) return;
  const keys = figures.map((figure) => figure.dataset.key).join();
  drawn.set(part, keys);
  let read;
  try {
    read = await (await fetch(`show/regions/${encodeURIComponent(part)}`)).json();
  } catch {
    drawn.delete(part);
    return;
  }
  if (drawn.get(part) !== keys || keys !== figures.map((figure) => figure.dataset.key).join()) {
    // They have changed meanwhile.
    if (drawn.get(part) === keys) drawn.delete(part);
    return;
  }
  figures.forEach((figure, number) => {
    const text = (read.texts[number] ?? "").replace(/\s+/g, " ").trim();
    if (text) {
      figure.dataset.alt = "yes";
      figure.querySelector("img").alt = `${figure.lastElementChild.textContent}. ${text}`;
    }
    const layer = figure.querySelector(".regions");
    layer.replaceChildren();
    for (const region of read.regions) {
      if (region.page === number) layer.append(regionOf(region));
    }
  });
  markRegions();
}

function regionOf({ box: [left, top, right, bottom], place }) {
  const element = made("div", { class: "region", title: `${place.path}:${place.line}`, "data-at": `${place.path}:${place.line}` });
  const [across, down] = [0.006, 0.004];
  element.style.left = `${(left - across) * 100}%`;
  element.style.top = `${(top - down) * 100}%`;
  element.style.width = `${(right - left + 2 * across) * 100}%`;
  element.style.height = `${(bottom - top + 2 * down) * 100}%`;
  element.addEventListener("click", () => showPlace(place, element));
  return element;
}

function markRegions() {
  const wrong = new Set((state.problems?.rows ?? []).map((row) => `${row.place.path}:${row.place.line}`));
  for (const element of document.querySelectorAll(".region")) {
    element.classList.toggle("marked", wrong.has(element.dataset.at));
  }
}

function showPlace(place, element) {
  document.querySelectorAll(".region.chosen").forEach((one) => one.classList.remove("chosen"));
  element.classList.add("chosen");
  byId("place-name").textContent = `${place.path}, line ${place.line}`;
  byId("place-source").textContent = place.source.trim();
  byId("place-open").replaceChildren(opener(place, "Open in the editor"));
  byId("place").hidden = false;
}

function hidePlace() {
  byId("place").hidden = true;
  document.querySelectorAll(".region.chosen").forEach((one) => one.classList.remove("chosen"));
}

// A link that VS Code follows; or a button that asks the server to start the editor of VISUAL.
function opener(place, words = "") {
  const text = words || `${place.path}:${place.line}:${place.column}`;
  if (state.hello?.root) return made("a", { class: words ? "" : "at", href: address(place) }, text);
  return made("button", { class: "at", type: "button", onclick: () => open(place) }, text);
}

function address(place) {
  const path = `${state.hello.root}/${place.path}`.split("/").map(encodeURIComponent).join("/");
  return `vscode://file/${path.replace(/^\//, "")}:${place.line}:${place.column}`;
}

async function open({ path, line, column }) {
  if (state.hello.root) {
    location.href = address({ path, line, column });
    return;
  }
  const answer = await ask("do/open", { path, line, column });
  if (!answer.ok) byId("said").textContent = await answer.text();
}

function ask(where, what) {
  return fetch(where, { method: "POST", body: JSON.stringify(what) });
}

// Problems.

function showProblems() {
  const rows = state.problems?.rows ?? [];
  const own = isWhole() ? "" : partOf(current)?.path;
  const here = rows.filter((row) => row.remark && row.place.path === own);
  const elsewhere = rows.filter((row) => row.remark && row.place.path !== own);
  const body = byId("problems-body");
  const open = body.querySelector("details")?.open ?? false;
  const found = [];
  const grave = faults();
  if (grave.length) found.push(listed(grave));
  if (here.length) found.push(listed(here));
  if (!grave.length && !here.length) found.push(made("p", {}, isWhole() ? "No problems." : "No problems, and no remarks on this file."));
  if (elsewhere.length) {
    found.push(made("details", open ? { open: "" } : {},
      made("summary", {}, `${counted(elsewhere.length, "remark")} on other files`), listed(elsewhere)));
  }
  if (state.problems?.excused) found.push(made("p", { class: "quiet" }, `${counted(state.problems.excused, "excused word")}: ./run check --excused lists them.`));
  body.replaceChildren(...found);
  byId("problems-title").textContent = grave.length ? counted(grave.length, "problem") : "Problems";
  markRegions();
}

function listed(rows) {
  return made("ul", {}, ...rows.map(problemOf));
}

function problemOf(row) {
  const { place } = row;
  return made("li", { class: row.remark ? "problem" : "problem fault" },
    made("p", { class: "what" }, `${row.remark ? "Remark: " : ""}${row.what}`),
    made("p", {}, opener(place)),
    place.source.trim() ? made("pre", { tabindex: "0" }, ...excerpt(place)) : null,
    row.other ? made("p", {}, "See also ", opener(row.other)) : null,
    made("p", {}, `Fix: ${row.fix}`));
}

function excerpt({ source, column, width }) {
  const letters = [...source];
  const start = Math.min(letters.length - letters.join("").trimStart().length, column - 1);
  const [from, to] = [column - 1, column - 1 + width];
  return [letters.slice(start, from).join(""), made("mark", {}, letters.slice(from, to).join("")), letters.slice(to).join("").trimEnd()];
}

// What is worked out.

function showFacts() {
  const facts = state.facts?.part === current ? state.facts.recipe : null;
  const found = facts ? [labelsOf(facts), linesOf(facts), figuresOf(facts), wordsOf(facts)] : [];
  byId("facts").replaceChildren(...found);
}

function block(id, name, ...children) {
  return made("section", { "aria-labelledby": id, id: `${id}-block` }, made("h2", { id }, name), ...children);
}

function labelsOf(facts) {
  const groups = [sourced("Contains", facts.contains), sourced("Check the label for", facts.check)];
  const without = facts.without.join(", ") || "none of the groups";
  groups.push(made("div", { class: "facts-group" }, made("h3", {}, "Made without"), made("p", {}, without)));
  for (const served of facts.served) {
    const both = [...served.contains, ...served.check].map((one) => one.says).join(", ");
    groups.push(made("div", { class: "facts-group" }, made("h3", {}, "Good with, not counted"), made("p", {}, served.says, both ? `: ${both}` : "")));
  }
  return block("labels-title", "Labels", ...groups);
}

function sourced(name, labels) {
  const list = labels.map((label) => made("li", {}, made("span", { class: "says" }, label.says), made("span", { class: "from" }, `from ${label.from.join(", ")}`)));
  return made("div", { class: "facts-group" }, made("h3", {}, name),
    labels.length ? made("ul", { class: "labels" }, ...list) : made("p", {}, "nothing on the lists"));
}

function linesOf(facts) {
  const rows = facts.lines.map((line) => {
    const text = line.optional ? `${line.text} (optional)` : line.text;
    const name = line.place ? opener(line.place, text) : text;
    if (line.place) name.className = "at";
    return made("tr", {},
      made("th", { scope: "row" }, name, line.unknown ? made("div", { class: "unknown" }, line.unknown) : null),
      made("td", { class: "number" }, line.grams === null ? "unknown" : `${line.grams} g`));
  });
  const known = facts.known === null ? "Something has no weight, so nobody knows how much of the dish has figures."
    : `Of the weight, ${Math.round(facts.known * 100)}% has figures.`;
  return block("lines-title", "Grams as eaten",
    made("table", {}, made("thead", {}, made("tr", {}, made("th", { scope: "col" }, "Line"), made("th", { scope: "col", class: "number" }, "Weight"))), made("tbody", {}, ...rows)),
    made("p", { class: "quiet" }, known));
}

function figuresOf(facts) {
  const rows = facts.figures.map((figure) => made("tr", {},
    made("th", { scope: "row" }, figure.says,
      made("details", {}, made("summary", {}, `trust ${figure.trust}, ${counted(figure.sources.length, "source")}`), `USDA FoodData Central ${figure.sources.join(", ")}`),
      figure.unknown.length ? made("div", { class: "unknown" }, `unknown: ${figure.unknown.join(", ")}`) : null),
    made("td", { class: "number" }, `${figure.least ? "at least " : ""}${figure.value} ${figure.unit}`),
    made("td", { class: "number" }, figure.share === null ? "" : `${Math.round(figure.share * 100)}%`)));
  for (const missing of facts.missing) {
    rows.push(made("tr", {}, made("th", { scope: "row" }, missing.says, made("div", { class: "unknown" }, missing.reasons.join(", "))),
      made("td", { class: "number", colspan: "2" }, "not worked out")));
  }
  const counts = facts.patterns.map((one) => `${one.says} ${one.count}`).join(", ");
  return block("figures-title", "A serving holds",
    made("table", {}, made("thead", {}, made("tr", {}, made("th", { scope: "col" }, "Figure"), made("th", { scope: "col", class: "number" }, "Amount"), made("th", { scope: "col", class: "number" }, "Of a day"))), made("tbody", {}, ...rows)),
    counts ? made("p", { class: "quiet" }, `Servings of the pattern: ${counts}.`) : null);
}

function wordsOf(facts) {
  const words = facts.new_words;
  return block("words-title", "Words new to the guide",
    words.length ? made("ul", { class: "words" }, ...words.map((word) => made("li", {}, word))) : made("p", {}, "None."));
}

// Keys and buttons.

function step(by) {
  const parts = state.guide?.parts ?? [];
  const recipes = parts.filter((part) => part.kind === "recipe");
  if (!recipes.length) return;
  const order = parts.findIndex((part) => part.id === current);
  const at = recipes.findIndex((part) => part.id === current);
  if (at >= 0) return go(recipes[(at + by + recipes.length) % recipes.length].id);
  const after = recipes.find((part) => parts.indexOf(part) > order);
  go((by > 0 && after) ? after.id : recipes[0].id);
}

let lastPart = "";
function toggleWhole() {
  if (!state.hello) return;
  if (isWhole()) return go(lastPart || state.guide?.parts.find((part) => part.kind === "recipe")?.id || current);
  lastPart = current;
  go(state.hello.whole);
}

function changeForm(name) {
  if (name) ask("do/form", { form: name });
}

function nextForm() {
  const forms = state.hello?.forms ?? [];
  changeForm(forms[(forms.indexOf(state.guide?.form) + 1) % forms.length]);
}

function openFile() {
  const path = partOf(current)?.path;
  if (path) open({ path, line: 1, column: 1 });
}

const jumpList = byId("jump-list");
const jumpInput = byId("jump-input");
let chosen = 0;

function startJump() {
  jumpInput.value = "";
  listTitles();
  byId("jump-dialog").showModal();
}

function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function listTitles() {
  const wanted = folded(jumpInput.value).split(/\s+/).filter(Boolean);
  const parts = (state.guide?.parts ?? []).filter((part) => wanted.every((word) => folded(`${part.title} ${part.chapter}`).includes(word)));
  jumpList.replaceChildren(...parts.slice(0, 60).map((part, number) => made("li", { role: "option", id: `jump-${number}`, "data-part": part.id, onclick: () => jumpTo(part.id) },
    made("span", {}, part.title || part.id), made("span", {}, part.kind === "recipe" ? part.chapter : part.kind))));
  choose(0);
}

function choose(number) {
  const rows = [...jumpList.children];
  chosen = Math.max(0, Math.min(rows.length - 1, number));
  rows.forEach((row, at) => row.setAttribute("aria-selected", String(at === chosen)));
  rows[chosen]?.scrollIntoView({ block: "nearest" });
  jumpInput.setAttribute("aria-activedescendant", rows.length ? `jump-${chosen}` : "");
}

function jumpTo(part) {
  byId("jump-dialog").close();
  if (part) go(part);
}

jumpInput.addEventListener("input", listTitles);
jumpInput.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") choose(chosen + 1);
  else if (event.key === "ArrowUp") choose(chosen - 1);
  else if (event.key === "Enter") jumpTo(jumpList.children[chosen]?.dataset.part);
  else return;
  event.preventDefault();
});

function showFirstProblem() {
  byId("problems").scrollIntoView({ block: "start" });
  (byId("problems-body").querySelector("a, button, summary") ?? byId("problems")).focus();
}

const keys = {
  n: () => step(1), ArrowRight: () => step(1), p: () => step(-1), ArrowLeft: () => step(-1),
  "/": startJump, b: toggleWhole, f: nextForm, e: showFirstProblem, o: openFile,
  "?": () => byId("keys-dialog").showModal(), Escape: hidePlace,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, dialog, pre")) return;
  const does = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!does) return;
  event.preventDefault();
  does();
});

byId("previous").addEventListener("click", () => step(-1));
byId("next").addEventListener("click", () => step(1));
byId("jump").addEventListener("click", startJump);
byId("whole").addEventListener("click", toggleWhole);
byId("help").addEventListener("click", keys["?"]);
byId("form").addEventListener("change", (event) => changeForm(event.target.value));
byId("place-close").addEventListener("click", hidePlace);
byId("skip").addEventListener("click", (event) => { event.preventDefault(); pages.focus(); });

follow(current);
