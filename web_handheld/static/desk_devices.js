// The registry: who holds what, how each device is and why; what a lead does about it.
"use strict";

const CLASSES = ["handheld", "scanner", "receipt_printer", "label_printer", "scale", "screen", "light"];
const GRAVE = ["lost", "retire"];
let seen = { devices: [] };

const stepsOf = (device) => `/api/v1/desk/devices/${device.device_id.split("/").map(encodeURIComponent).join("/")}/steps`;
const colour = (state) => ({ ONLINE: "go", IN_USE: "go", DEGRADED: "warn", OFFLINE: "bad", LOST: "bad" })[state] || "soft";

function drawDevice(device) {
  const facts = [
    device.device_id, device.place, device.model || device.driver,
    device.battery_percent === null ? "" : `${words.battery} ${device.battery_percent} %`,
    device.paper && words[`paper_${device.paper}`],
    device.state === "ONLINE" || device.state === "IN_USE" ? "" : `${words.seen} ${device.seen}`,
  ];
  const state = holding("div", "", element("div", device.text, `state ${colour(device.state)}`),
    device.holder && element("div", `${words.held_by} ${device.holder}`),
    device.queue ? element("div", `${device.queue} ${words.waiting_sheets}`, "warn") : "");
  const name = holding("div", "", element("b", device.name), element("div", facts.filter(Boolean).join(" · "), "facts"));
  const steps = device.possible.map((step) => deed(words[`do_${step}`], () => DEEDS[step](device), GRAVE.includes(step) ? "bad" : ""));
  return holding("li", "", name, state, holding("div", "deeds", ...steps));
}

async function sure(device, step) {
  const yes = await ask(words[`do_${step}`], `${device.name}. ${words[`ask_${step}`]}`, { isGrave: GRAVE.includes(step) });
  if (yes) await call("POST", stepsOf(device), { step });
}

async function give(device) {
  const { people } = await call("GET", "/api/v1/desk/people");
  const field = choice(people.filter((each) => each.person_id !== device.person_id).map((each) => [each.person_id, each.name]));
  const person = await ask(device.name, field.options.length ? words.ask_give : words.nobody_on_shift, { yes: words.do_give, field });
  if (!person) return;
  try {
    await call("POST", stepsOf(device), { step: "give", person });
  } catch (error) {
    if (!["device_taken", "active_elsewhere"].includes(error.code)) throw error;
    const yes = await ask(device.name, error.message, { yes: words.yes });
    if (yes) await call("POST", stepsOf(device), { step: "give", person, take_over: true });
  }
}

async function rename(device) {
  const field = Object.assign(element("input"), { id: "asked_field", value: device.name, maxLength: 80, required: true });
  const name = await ask(words.do_rename, words.ask_rename, { field });
  if (name) await call("POST", stepsOf(device), { step: "rename", name: name.trim() });
}

async function reroute(device) {
  const others = seen.devices.filter((each) => each.class.endsWith("_printer") && each.is_ready && each.device_id !== device.device_id);
  const field = choice(others.map((each) => [each.device_id, each.name]));
  const other = await ask(device.name, others.length ? words.ask_reroute : words.no_other_printer, { yes: words.do_reroute, field });
  if (other) await call("POST", stepsOf(device), { step: "reroute", device: other });
}

const DEEDS = {
  give, rename, reroute,
  take_back: (device) => sure(device, "take_back"),
  lost: (device) => sure(device, "lost"),
  find: (device) => sure(device, "find"),
  retire: (device) => sure(device, "retire"),
};

function drawGateway(gateway) {
  const figures = gateway.metrics || {};
  const facts = [
    Object.entries(gateway.versions).map(([part, version]) => `${part} ${version}`).join(", "),
    figures.spool_depth ? `${figures.spool_depth} ${words.spool}` : "",
  ];
  const state = holding("div", "", element("div", gateway.text, gateway.state === "ready" ? "go" : "bad"),
    gateway.enrolled_at && !gateway.may_enter && gateway.state !== "revoked" ? element("div", words.no_entry, "bad") : "");
  const steps = gateway.possible.map((step) => deed(words[`do_${step}`], () => GATEWAY_DEEDS[step](gateway), step === "revoke" ? "bad" : ""));
  const name = holding("div", "", element("b", gateway.gateway), element("div", facts.filter(Boolean).join(" · "), "facts"));
  return holding("li", "", name, state, holding("div", "deeds", ...steps));
}

const GATEWAY_DEEDS = {
  async offer({ gateway }) {
    const { code } = await call("POST", `/api/v1/desk/gateways/${encodeURIComponent(gateway)}/enrolment`);
    tell(gateway, element("p", words.code_is), element("code", code));
  },
  async revoke({ gateway }) {
    const yes = await ask(`${words.do_revoke}: ${gateway}`, words.ask_revoke, { yes: words.do_revoke, isGrave: true });
    if (yes) await call("POST", `/api/v1/desk/gateways/${encodeURIComponent(gateway)}/revocation`);
  },
};

const STATION_DEEDS = {
  agree: (path) => call("POST", `${path}/answer`, { agree: true }),
  keep: (path) => call("POST", `${path}/answer`, { agree: false }),
  ask: (path) => call("POST", path, { take_over: true }),
  close: async (path, station) => {
    if (await ask(`${words.do_close}: ${station.name}`, words.ask_close, { yes: words.do_close })) await call("DELETE", path);
  },
};

function drawStation(station) {
  const path = `/api/v1/stations/${encodeURIComponent(station.stall_id)}/session`;
  const isAsked = station.state === "TAKEOVER_PENDING";
  const steps = station.possible.map((step) => deed(words[`do_${step}`], () => STATION_DEEDS[step](path, station), step === "agree" ? "main" : ""));
  const state = element("div", station.text, isAsked ? "asks" : station.state ? "" : "soft");
  return holding("li", "", element("b", station.name), state, holding("div", "deeds", ...steps));
}

function drawClasses(devices) {
  for (const kind of CLASSES) {
    const of = devices.filter((each) => each.class === kind);
    let list = by(`of_${kind}`);
    if (!list) {
      list = Object.assign(element("ul", undefined, "rows"), { id: `of_${kind}` });
      by("classes").append(holding("section", "card", element("h2", words[`class_${kind}`]), list));
    }
    list.parentElement.hidden = !of.length;
    rows(list, of, (each) => each.device_id, drawDevice);
  }
}

begin(async () => {
  const view = await call("GET", `/api/v1/desk/devices?labels=false&lang=${language}`);
  if (!view) return false;
  seen = view;
  rows(by("gateways"), view.gateways, (each) => each.gateway, drawGateway);
  rows(by("stations"), view.stations, (each) => each.stall_id, drawStation);
  drawClasses(view.devices);
  return true;
});
