// Draws the board: asks for the picture when something has changed, at most twice a second, and every ten seconds anyhow.
"use strict";

const words = JSON.parse(document.getElementById("words").textContent);
const { store, language } = document.body.dataset;
const query = new URLSearchParams({ lang: language, ...(store ? { store } : {}) });
const say = (key) => words[key] || words[String(key).replaceAll(/[ -]/g, "_")] || String(key).toLowerCase().replaceAll("_", " ");
const by = (id) => document.getElementById(id);
const ORDER_STATES = ["PENDING_PAYMENT", "RISK_HOLD", "PAID", "SCHEDULED", "IN_FULFILMENT", "READY", "CANCEL_PENDING",
  "OUT_FOR_DELIVERY", "DELIVERED", "COLLECTED", "RETURNING", "RETURNED", "CANCELLED", "CANCELLED_UNPAID", "CLOSED"];
const ON_THE_FLOOR = ["PAID", "IN_FULFILMENT", "READY", "CANCEL_PENDING"];

function element(tag, text, name) {
  const made = document.createElement(tag);
  if (text !== undefined && text !== null) made.textContent = text;
  if (name) made.className = name;
  return made;
}

function row(...cells) {
  const made = element("tr");
  made.append(...cells.map((cell) => (cell instanceof Node ? cell : element("td", cell))));
  return made;
}

function bar(share) {
  const cell = element("td", undefined, "bar");
  const length = element("i");
  length.style.width = `${Math.max(1, Math.round(share * 100))}%`;
  cell.append(length);
  return cell;
}

function drawOrders(orders) {
  const most = Math.max(1, ...Object.values(orders));
  const known = ORDER_STATES.filter((state) => orders[state]);
  by("orders").replaceChildren(...known.map((state) => row(say(state), bar(orders[state] / most), orders[state])));
  by("open").textContent = ON_THE_FLOOR.reduce((sum, state) => sum + (orders[state] || 0), 0);
}

function drawQueue(queue) {
  const rows = queue.map((order) => row(
    `#${order.number}`, say(order.state), element("td", say(order.mode), "soft"),
    element("td", `${order.minutes} ${words.min}`, order.minutes < 0 ? "bad" : order.minutes < 10 ? "warn" : ""),
  ));
  by("queue").replaceChildren(...(rows.length ? rows : [row(element("td", words.nothing, "soft"))]));
}

function drawSlots(slots) {
  by("slots").replaceChildren(...slots.map((slot) => {
    const made = element("div", undefined, `slot ${slot.state}`);
    made.append(element("span", slot.id.replace(/^[^-]*-/, "")), element("b", slot.number ? `#${slot.number}` : ""));
    return made;
  }));
}

function drawWork(id, places, waiting, working, ready) {
  const count = (found, states) => states.reduce((sum, state) => sum + (found[state] || 0), 0);
  by(id).replaceChildren(...places.map((place) => {
    const found = place.tasks || place.tickets;
    const parts = [[waiting, "waiting", "warn"], [working, "working", ""], [ready, "ready", "go"]]
      .map(([states, word, tone]) => [count(found, states), word, tone]).filter(([number]) => number);
    const cell = element("td");
    for (const [number, word, tone] of parts) cell.append(element("span", `${number} ${words[word]} `, tone));
    return row(place.name, parts.length ? cell : element("td", "–", "soft"));
  }));
}

function drawRiders(riders) {
  const chips = Object.entries(riders).map(([state, count]) => element("span", `${count} ${say(state)}`, "chip"));
  by("riders").replaceChildren(...(chips.length ? chips : [element("span", words.nothing, "soft")]));
}

function drawEvents(events) {
  by("events").replaceChildren(...events.map((event) => row(
    element("td", new Date(event.at).toLocaleTimeString(language), "soft"),
    event.number ? `#${event.number}` : "", say(event.thing), say(event.after),
  )));
}

function draw(picture) {
  document.body.classList.toggle("none", !picture.store);
  if (!picture.store) return;
  by("store").textContent = picture.store;
  by("clock").textContent = new Date(picture.now).toLocaleTimeString(language);
  by("handed_over").textContent = picture.handed_over;
  by("late").textContent = picture.late;
  by("late_card").classList.toggle("bad", picture.late > 0);
  by("people").textContent = picture.people;
  by("devices").textContent = `${picture.devices.there} / ${picture.devices.all}`;
  by("planner").textContent = say(`planner_${picture.planner}`);
  by("planner").className = picture.planner === "ready" ? "soft" : "warn";
  drawOrders(picture.orders);
  drawQueue(picture.queue);
  drawSlots(picture.slots);
  drawWork("zones", picture.zones, ["AVAILABLE", "OFFERED", "ASSIGNED", "PARKED"], ["IN_PROGRESS"], ["PICKED", "PACKING"]);
  drawWork("stalls", picture.stalls, ["QUEUED"], ["IN_PREP"], ["READY"]);
  drawRiders(picture.riders);
  drawEvents(picture.events);
}

function showLine(isThere) {
  by("line").classList.toggle("away", !isThere);
  by("line").textContent = isThere ? words.live : words.away;
}

let asking = false;
let changed = true;

async function ask() {
  if (asking || !changed) return;
  [asking, changed] = [true, false];
  try {
    const answer = await fetch(`/board/glance?${query}`);
    if (answer.ok) draw(await answer.json());
  } catch {
    changed = true; // the service is away: the next look tries again
  } finally {
    asking = false;
  }
}

listen("/board", {
  heard: () => { changed = true; },
  opened: () => { changed = true; showLine(true); },
  closed: () => showLine(false),
});
setInterval(ask, 500);
setInterval(() => { changed = true; }, 10000);
ask();
