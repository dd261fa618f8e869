// Shows who walks what next and why, looks again every two seconds, closes and opens aisles; the service decides.
"use strict";

const words = JSON.parse(document.getElementById("words").textContent);
const { language } = document.body.dataset;
const by = (id) => document.getElementById(id);
const PLANS = `/api/v1/desk/plans?lang=${language}`; // the page's language, not that of whoever has signed in
const LOOK_MS = 2000;
const CLOSED_MINUTES = 30;

async function call(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: { "Accept-Language": language, ...(body ? { "Content-Type": "application/json" } : {}) },
    body: body && JSON.stringify(body),
  });
  const said = await answer.json();
  if (answer.ok) return said;
  if (answer.status === 401 || answer.status === 403) show("sign_in");
  if (answer.status === 401) return null;
  throw new Error(said.detail || said.title);
}

function show(section) {
  for (const id of ["sign_in", "plans"]) by(id).hidden = id !== section;
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

function row(tag, ...cells) {
  const made = element("tr");
  made.append(...cells.map((cell) => (cell instanceof Node ? cell : element(tag, cell))));
  return made;
}

function table(id, titles, rows) {
  const empty = row("td", element("td", words.nothing, "soft"));
  by(id).replaceChildren(...(rows.length ? [row("th", ...titles), ...rows] : [empty]));
}

const clock = (at) => new Date(at).toLocaleTimeString(language);
const numbers = (orders) => orders.map((number) => `#${number}`).join(", ");
const because = (why) => element("td", why.map((each) => each.text).join("; "), "why");

function walking(walk) {
  const starts = element("td", walk.is_taken === false ? words.asked : clock(walk.starts_at), walk.is_taken === false ? "warn" : "");
  return row("td", walk.person, starts, numbers(walk.orders), walk.metres, because(walk.why));
}

function draw({ planner, now, walks, waiting, latest, aisles }) {
  show("plans");
  by("planner").textContent = planner.text + (planner.detail ? ` (${planner.detail})` : "");
  by("planner").className = planner.state === "ready" ? "go" : "warn";
  const titles = [words.person, words.starts, words.orders, words.metres, words.why];
  table("now", titles, now.map(walking));
  table("walks", titles, walks.map(walking));
  table("waiting", [words.orders, words.why], waiting.map((each) => row("td", numbers([each.number]), because(each.why))));
  table("latest", [words.made_at, words.walks, words.orders, words.joined, words.metres, words.late, words.made_in], latest.map((plan) => row(
    "td", clock(plan.made_at), plan.walks, plan.tasks, plan.joins, plan.metres, element("td", plan.late, plan.late ? "bad" : ""), plan.plan_ms,
  )));
  by("aisles").replaceChildren(...aisles.map(drawAisle));
}

function drawAisle({ aisle, closed_until: until, people_max: most }) {
  const closed = until && new Date(until) > new Date();
  const made = element("li", undefined, closed ? "closed" : "");
  made.append(element("b", aisle));
  if (most) made.append(element("span", `${most} ${words.people_max}`, "soft"));
  if (closed) made.append(element("span", `${words.closed} → ${clock(until)}`, "warn"));
  const button = element("button", closed ? words.open : words.close);
  button.type = "button";
  button.addEventListener("click", () => attempt(async () => {
    const step = closed ? { step: "open" } : { step: "close", minutes: CLOSED_MINUTES };
    await call("POST", `/api/v1/desk/aisles/${encodeURIComponent(aisle)}/steps`, step);
    return call("GET", PLANS);
  }));
  made.append(button);
  return made;
}

async function attempt(action) {
  try {
    const view = await action();
    if (view) { complain(); draw(view); }
  } catch (error) {
    complain(error instanceof TypeError ? words.away : error.message);
  }
}

by("sign_in_form").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(async () => {
    await call("POST", "/api/v1/session", { badge: by("badge").value.trim(), pin: by("pin").value });
    by("pin").value = "";
    return call("GET", PLANS);
  });
});

const look = () => (by("sign_in").hidden ? attempt(() => call("GET", PLANS)) : undefined);
setInterval(look, LOOK_MS);
look();
