// The registry, gateways and stalls' screens as the service says them, and what may be done about each.
import { get, post, remove, type Json } from "@/shared/api";
import { language } from "@/shared/i18n";

export const CLASSES = ["handheld", "scanner", "receipt_printer", "label_printer", "office_printer", "scale", "screen", "light"] as const;
export interface Device {
  device_id: string;
  class: string;
  name: string;
  state: string;
  text: string;
  is_ready: boolean;
  place: string | null;
  person_id: string | null;
  holder: string | null;
  seen: string;
  battery_percent: number | null;
  paper: "there" | "low" | "out" | null;
  queue: number;
  driver: string | null;
  model: string | null;
  possible: string[];
}
export interface Gateway {
  gateway: string;
  state: string;
  text: string;
  enrolled_at: string | null;
  may_enter: boolean;
  versions: Record<string, string>;
  metrics: { spool_depth?: number } | null;
  possible: ("offer" | "revoke")[];
}
export interface Station {
  stall_id: string;
  name: string;
  state: string | null;
  text: string;
  possible: ("agree" | "keep" | "ask" | "close")[];
}
export interface Registry {
  devices: Device[];
  gateways: Gateway[];
  stations: Station[];
}

export const readRegistry = (): Promise<Registry> => get("/desk/devices", { labels: "false", lang: language() });
export const pathOf = (deviceId: string): string => deviceId.split("/").map(encodeURIComponent).join("/");
export const step = (deviceId: string, word: string, facts: Json = {}): Promise<unknown> => post(`/desk/devices/${pathOf(deviceId)}/steps`, { step: word, ...facts });
export const offer = (gateway: string): Promise<{ code: string }> => post(`/desk/gateways/${encodeURIComponent(gateway)}/enrolment`);
export const revoke = (gateway: string): Promise<unknown> => post(`/desk/gateways/${encodeURIComponent(gateway)}/revocation`);

const screen = (station: Station): string => `/stations/${encodeURIComponent(station.stall_id)}/session`;
export const answerStation = (station: Station, word: Station["possible"][number]): Promise<unknown> => {
  if (word === "ask") return post(screen(station), { take_over: true });
  if (word === "close") return remove(screen(station));
  return post(`${screen(station)}/answer`, { agree: word === "agree" });
};

export const markOf = (state: string): string => ({ ONLINE: "●", IN_USE: "●", DEGRADED: "▲", OFFLINE: "✕", LOST: "✕", PROVISIONED: "○" })[state] ?? "○";
export const isTrouble = (device: Device): boolean => ["DEGRADED", "OFFLINE", "LOST"].includes(device.state);
