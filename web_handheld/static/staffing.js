// Asks how many people a day needs, watches the counts come in, shows the answer; the service decides, this page shows.
"use strict";

const words = JSON.parse(document.getElementById("words").textContent);
const { language } = document.body.dataset;
const by = (id) => document.getElementById(id);
const QUESTION = "/api/v1/desk/staffing";
const ASKED = `${QUESTION}?lang=${language}`; // the page's language, not that of whoever has signed in
const LOOK_MS = 1000;
let looking = 0;

async function call(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: { "Accept-Language": language, ...(body ? { "Content-Type": "application/json" } : {}) },
    body: body && JSON.stringify(body),
  });
  const said = await answer.json();
  if (answer.ok) return said;
  if (answer.status === 401) { show("sign_in"); return null; }
  if (answer.status === 403) show("sign_in");
  throw new Error(said.detail || said.title);
}

function show(...sections) {
  for (const id of ["sign_in", "asking", "thinking", "answer", "drawn"]) by(id).hidden = !sections.includes(id);
}

function complain(text) {
  by("trouble").hidden = !text;
  by("trouble").textContent = text || "";
}

function drawTried(tried, answer) {
  by("tried").replaceChildren(...tried.map(({ pickers, late }) => {
    const made = document.createElement("li");
    made.textContent = `${words.with} ${pickers}: ${late} ${words.late}`;
    if (answer && pickers === answer.pickers) made.className = "enough";
    return made;
  }));
}

function drawAnswer(view) {
  const { pickers, late, orders, day } = view.answer;
  by("number").textContent = pickers;
  by("enough").textContent = pickers === 1 ? words.one_person : words.people_needed;
  by("figures").textContent = `${late} ${words.of_orders} ${orders}`;
  by("like").textContent = day ? `${words.like_day} ${date(day)}` : "";
  by("picture").src = `${QUESTION}/picture?lang=${language}#${view.id}`;
}

function date(day) {
  const form = { weekday: "long", year: "numeric", month: "long", day: "numeric", timeZone: "UTC" };
  return new Date(`${day}T00:00:00Z`).toLocaleDateString(language, form);
}

function draw(view) {
  clearTimeout(looking);
  if (!view) return;
  drawTried(view.tried || [], view.answer);
  complain(view.failure && view.failure.words);
  if (view.state === "thinking") { show("thinking"); looking = setTimeout(look, LOOK_MS); }
  else if (view.state === "answered") { drawAnswer(view); show("answer", "drawn"); }
  else show("asking");
}

async function attempt(action) {
  try { draw(await action()); } catch (error) { complain(error instanceof TypeError ? words.away : error.message); return false; }
  return true;
}

async function look() {
  if (!await attempt(() => call("GET", ASKED))) looking = setTimeout(look, 5 * LOOK_MS);
}

by("sign_in_form").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(async () => {
    complain();
    await call("POST", "/api/v1/session", { badge: by("badge").value.trim(), pin: by("pin").value });
    by("pin").value = "";
    return call("GET", ASKED);
  });
});

by("ask_form").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(async () => {
    const [file] = by("file").files;
    const about = file ? { file: await file.text() } : by("day").value ? { day: by("day").value } : {};
    return call("POST", QUESTION, { ...about, late_permille: Math.round(10 * Number(by("late").value)) });
  });
});

by("file").addEventListener("change", () => {
  const [file] = by("file").files;
  by("file_name").textContent = file ? file.name : words.choose_file;
  by("day").disabled = Boolean(file);
});

const now = new Date(); // the day is the reader's own, not that of Greenwich
by("day").value = new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

for (const id of ["stop", "again"]) by(id).addEventListener("click", () => attempt(() => call("DELETE", QUESTION)));

look();
