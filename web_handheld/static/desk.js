// What the desk's pages share: asking the API, signing in, drawing rows, asking a person, hearing that something changed.
"use strict";

const words = JSON.parse(document.getElementById("words").textContent);
const { language } = document.body.dataset;
const by = (id) => document.getElementById(id);
const LOOK_MS = 15_000; // should a push get lost
const AGAIN_MS = 700; // a busy floor pushes often: one look for many
let look = async () => undefined; // each page's own: asks, draws
let isHeard = false;
let planned = 0;

async function call(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: { "Accept-Language": language, ...(method === "POST" ? { "Idempotency-Key": key() } : {}), ...(body ? { "Content-Type": "application/json" } : {}) },
    body: body && JSON.stringify(body),
  });
  if (answer.status === 204) return {};
  const said = await answer.json();
  if (answer.ok) return said;
  if (method === "GET" && (answer.status === 401 || answer.status === 403)) show("sign_in");
  if (answer.status === 401 && method === "GET") return null;
  throw Object.assign(new Error(said.detail || said.title), { code: said.code });
}

function key() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((each) => each.toString(16).padStart(2, "0")).join("");
}

function show(section) {
  for (const id of ["sign_in", "desk"]) by(id).hidden = id !== section;
}

function complain(text) {
  by("trouble").hidden = !text;
  by("trouble").textContent = text || "";
}

function element(tag, text, name) {
  const made = document.createElement(tag);
  if (text !== undefined && text !== null) made.textContent = text;
  if (name) made.className = name;
  return made;
}

function holding(tag, name, ...inner) {
  const made = element(tag, undefined, name);
  made.append(...inner.filter((each) => each !== undefined && each !== null && each !== ""));
  return made;
}

// Rows that have not changed stay as they are: a finger on a button must find it there.
function rows(list, things, keyOf, draw) {
  const old = new Map([...list.children].map((each) => [each.dataset.key, each]));
  const drawn = things.map((thing) => {
    const [id, said] = [keyOf(thing), JSON.stringify(thing)];
    const kept = old.get(id);
    if (kept && kept.dataset.said === said) return kept;
    const made = draw(thing);
    made.dataset.key = id;
    made.dataset.said = said;
    return made;
  });
  if (drawn.some((each, at) => each !== list.children[at]) || drawn.length !== list.children.length) {
    list.replaceChildren(...(drawn.length ? drawn : [holding("li", "", element("span", words.nothing, "soft"))]));
  }
}

function deed(text, act, name = "") {
  const button = element("button", text, name);
  button.type = "button";
  button.addEventListener("click", () => attempt(act));
  return button;
}

// Asks a person: a title, a sentence, and what is to be chosen or written; gives the answer, or undefined for no.
function ask(title, sentence, { yes = title, field, isGrave = false } = {}) {
  by("asked_title").textContent = title;
  by("asked_about").replaceChildren(...[sentence && element("p", sentence), field].filter(Boolean));
  by("asked_yes").textContent = yes.replace(/\s*…+$/, "");
  by("asked_no").textContent = words.cancel;
  by("asked_yes").className = isGrave ? "bad" : "main";
  by("asked_yes").hidden = field !== undefined && field.tagName === "SELECT" && !field.options.length;
  by("asked").returnValue = "";
  by("asked").showModal();
  return new Promise((resolve) => {
    by("asked").addEventListener("close", () => resolve(by("asked").returnValue === "yes" ? (field ? field.value : true) : undefined), { once: true });
  });
}

function choice(options) {
  const made = element("select");
  made.id = "asked_field";
  made.append(...options.map(([value, text]) => Object.assign(element("option", text), { value })));
  return made;
}

function tell(title, ...inner) {
  by("asked_title").textContent = title;
  by("asked_about").replaceChildren(...inner);
  by("asked_yes").hidden = true;
  by("asked_no").textContent = words.close;
  by("asked").showModal();
}

function picture(title, path) {
  const image = element("img");
  image.alt = title;
  image.src = path;
  tell(title, image);
}

async function attempt(act) {
  try {
    await act();
    complain();
    await draw();
  } catch (error) {
    complain(error instanceof TypeError ? words.away : error.message);
  }
}

async function draw() {
  if (!await look()) return;
  show("desk");
  if (isHeard) return;
  isHeard = true;
  listen("/desk", { heard: again, opened: again, closed: () => undefined });
}

function again() {
  if (!planned) planned = setTimeout(() => { planned = 0; refresh(); }, AGAIN_MS);
}

async function refresh() {
  if (!by("sign_in").hidden) return;
  try {
    await draw();
    if (by("trouble").textContent === words.away) complain();
  } catch (error) {
    complain(error instanceof TypeError ? words.away : error.message);
  }
}

by("asked_no").addEventListener("click", () => by("asked").close(""));
by("sign_in_form").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(async () => {
    await call("POST", "/api/v1/session", { badge: by("badge").value.trim(), pin: by("pin").value });
    by("pin").value = "";
  });
});

function begin(page) {
  look = page;
  setInterval(refresh, LOOK_MS);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) again(); });
  refresh();
}
