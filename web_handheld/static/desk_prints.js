// The print queue: what waits and why; a sheet nobody knows about asks whether it is on paper.
"use strict";

const stepsOf = (job) => `/api/v1/desk/print-jobs/${encodeURIComponent(job.job_id)}/steps`;
const colour = (state) => ({ BLOCKED: "bad", UNCERTAIN: "warn", PRINTED: "go", DROPPED: "soft" })[state] || "";
let printers = [];

const step = (job, what, facts) => call("POST", stepsOf(job), { step: what, ...facts });

async function reroute(job) {
  const ready = printers.filter((each) => each.is_ready && each.device_id !== job.device_id);
  const field = choice(ready.map((each) => [each.device_id, each.name]));
  const device = await ask(job.sheet, ready.length ? words.ask_reroute : words.no_other_printer, { yes: words.do_reroute, field });
  if (device) await step(job, "reroute", { device });
}

async function drop(job) {
  if (await ask(`${words.do_drop}: ${job.sheet}`, words.ask_drop, { yes: words.do_drop, isGrave: true })) await step(job, "drop");
}

const DEEDS = { reroute, drop };

function button(job, what) {
  const asks = job.state === "UNCERTAIN";
  const text = asks && what === "retry" ? words.do_retry_unknown : words[`do_${what}`];
  const name = what === "drop" ? "bad" : what === "confirm" || what === "resume" ? "main" : "";
  return deed(text, () => (DEEDS[what] ? DEEDS[what](job) : step(job, what)), name);
}

function drawJob(job) {
  const title = [job.sheet, job.number && `#${job.number}`].filter(Boolean).join(" ");
  const facts = [job.printer || "", job.is_elsewhere && words.elsewhere].filter(Boolean).join(" · ");
  const name = holding("div", "", element("b", title), job.copy && document.createTextNode(" "),
    job.copy && element("span", `${words.copy} ${job.copy}`, "pill warn"), element("div", facts, "facts"));
  const state = job.state === "UNCERTAIN"
    ? holding("div", "asks", element("b", words.asks), element("div", job.text, "soft"))
    : element("div", job.text, colour(job.state));
  const path = `/api/v1/desk/print-jobs/${encodeURIComponent(job.job_id)}.png`;
  const see = element("button", words.see);
  see.type = "button";
  see.addEventListener("click", () => picture(title, path));
  return holding("li", `job ${job.state}`, name, state, holding("div", "deeds", ...job.possible.map((what) => button(job, what)), see));
}

begin(async () => {
  const view = await call("GET", `/api/v1/desk/prints?lang=${language}`);
  if (!view) return false;
  printers = view.printers;
  const count = Object.values(view.counts).reduce((sum, each) => sum + each, 0);
  by("waiting").textContent = count || "";
  const first = [...view.open].sort((a, b) => (b.state === "UNCERTAIN") - (a.state === "UNCERTAIN")); // questions before all else
  rows(by("open"), first, (each) => each.job_id, drawJob);
  rows(by("ended"), view.ended, (each) => each.job_id, drawJob);
  return true;
});
