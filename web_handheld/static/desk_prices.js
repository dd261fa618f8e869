// Price plans with the share of labels that show them, the labels somebody walks to, and how all labels are.
"use strict";

const PROBLEMS = ["not_shown", "battery_low", "signal_weak", "silent", "unbound"];
let store = "";
let problem = "";
let next = null;
let listed = [];

const inWords = (names, otherwise) => (names && (names[language] || names.en)) || otherwise;
const imageOf = (label) => `/api/v1/shelf-labels/${label.device_id.split("/").map(encodeURIComponent).join("/")}.png`;

function bar(plan) {
  const made = holding("span", `bar${plan.shown_permille >= plan.needed_permille ? " full" : ""}`, element("i"), element("u"));
  made.firstChild.style.width = `${plan.shown_permille / 10}%`;
  made.lastChild.style.left = `${plan.needed_permille / 10}%`;
  return made;
}

function drawPlan(plan) {
  const when = plan.ends ? `${plan.starts} → ${plan.ends}` : plan.starts;
  const off = plan.off_permille ? `−${plan.off_permille / 10} %` : "";
  const name = holding("div", "", element("b", plan.name),
    element("div", [plan.code, words[`kind_${plan.kind}`], off, when].filter(Boolean).join(" · "), "facts"));
  const isCounted = plan.shown_permille !== null && ["RUNNING", "EFFECTIVE"].includes(plan.state);
  const share = isCounted ? element("b", `${(plan.shown_permille / 10).toFixed(1)} %`) : "";
  const colours = { RUNNING: "warn", EFFECTIVE: "go" };
  const state = holding("div", `plan ${plan.state}`, share, isCounted ? bar(plan) : "", element("div", plan.text, colours[plan.state] || "soft"));
  return holding("li", "", name, state, holding("div", "deeds", ...plan.possible.map(() => deed(words.do_override, () => override(plan)))));
}

async function override(plan) {
  if (!await ask(`${words.do_override}: ${plan.name}`, words.ask_override, { yes: words.do_override })) return;
  await call("POST", `/api/v1/stores/${encodeURIComponent(store)}/price-plans/${encodeURIComponent(plan.code)}/override`);
}

function labelRow(label, title, state, mayTry) {
  const facts = [label.name, label.sku, label.battery_percent === null ? "" : `${words.battery} ${label.battery_percent} %`,
    label.signal_dbm === null ? "" : `${label.signal_dbm} dBm`];
  const name = holding("div", "", element("b", title), element("div", facts.filter(Boolean).join(" · "), "facts"));
  const steps = [];
  if (mayTry) steps.push(deed(words.do_try, () => call("POST", "/api/v1/shelf-labels/tries", { labels: [label.device_id] })));
  if (label.page) {
    const see = element("button", words.see);
    see.type = "button";
    see.addEventListener("click", () => picture(title, imageOf(label)));
    steps.push(see);
  }
  return holding("li", "", name, state, holding("div", "deeds", ...steps));
}

function drawStop(label) {
  const state = holding("div", "", element("div", label.item || words.problem_unbound), element("div", `${label.since}: ${label.text}`, "bad"));
  return labelRow(label, label.place || label.name, state, label.mayTry);
}

function drawLabel(label) {
  const troubles = label.problems.map((each) => words[`problem_${each}`]).join(", ");
  const state = holding("div", "", element("div", inWords(label.item_names, "")),
    element("div", troubles || words.well, troubles ? "warn" : "go"));
  return labelRow(label, label.place || label.name, state, false);
}

function drawProblems(view) {
  const chips = [["", view.labels], ...PROBLEMS.map((each) => [each, view.problems[each]])];
  rows(by("problems"), chips, ([each]) => each, ([each, count]) => {
    const chip = deed(`${words[`problem_${each || "all"}`]} ${count}`, async () => {
      problem = each;
      await list();
    }, each && count ? "warn" : "");
    return chip;
  });
  for (const chip of by("problems").children) chip.setAttribute("aria-pressed", String(chip.dataset.key === problem));
}

async function list(cursor) {
  const query = new URLSearchParams({ limit: "30", ...(problem ? { problem } : {}), ...(cursor ? { cursor } : {}) });
  const page = await call("GET", `/api/v1/shelf-labels?${query}`);
  listed = cursor ? [...listed, ...page.items] : page.items;
  next = page.next;
  by("more").hidden = !next;
  rows(by("labels"), listed, (each) => each.device_id, drawLabel);
}

by("more").addEventListener("click", () => attempt(() => list(next)));
by("try_all").addEventListener("click", () => attempt(async () => {
  const labels = (await call("GET", "/api/v1/shelf-labels/walk")).labels.slice(0, 500).map((each) => each.device_id);
  if (labels.length) await call("POST", "/api/v1/shelf-labels/tries", { labels });
}));

begin(async () => {
  const view = await call("GET", `/api/v1/desk/prices?lang=${language}`);
  if (!view) return false;
  if (!store) store = (await call("GET", "/api/v1/session")).store;
  rows(by("plans"), view.plans, (each) => each.code, drawPlan);
  by("walk_count").textContent = view.problems.not_shown || "";
  by("try_all").hidden = !view.may_try || !view.walk.length;
  rows(by("walk"), view.walk.map((each) => ({ ...each, mayTry: view.may_try })), (each) => each.device_id, drawStop);
  drawProblems(view);
  if (listed.length <= 30) await list(); // who has read on is not thrown back to the beginning
  return true;
});
