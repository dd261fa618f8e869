// HTTP to the service: JSON both ways, every change under an id of its own, every refusal with code and sentence.
import { language } from "./i18n";

export const PREFIX = "/api/v1";
const PATIENCE_MS = 15_000;
export type Json = Record<string, unknown>;

// What the service refused: its stable code, and the sentence that says what to do.
export class Refused extends Error {
  constructor(readonly code: string, readonly status: number, sentence: string, readonly facts: Json = {}) {
    super(sentence);
  }
}

// The service could not be reached; nothing is known about what was sent.
export class Away extends Error {}

export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const get = <T>(path: string, query: Record<string, string | number | undefined> = {}, patienceMs = PATIENCE_MS): Promise<T> => {
  const words = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const search = new URLSearchParams(words.map(([name, value]) => [name, String(value)])).toString();
  return send<T>("GET", search ? `${path}?${search}` : path, undefined, undefined, patienceMs);
};
export const post = <T>(path: string, body: Json = {}, id = newId(), patienceMs = PATIENCE_MS): Promise<T> =>
  send<T>("POST", path, body, id, patienceMs);
export const put = <T>(path: string, body: Json = {}, id = newId()): Promise<T> => send<T>("PUT", path, body, id);
export const remove = (path: string): Promise<void> => send<void>("DELETE", path, undefined, newId());

// A picture, as it is.
export const postBytes = <T>(path: string, body: Blob): Promise<T> => send<T>("POST", path, body);
// A file as it is: what it holds is the service's to read, and a long one takes its time.
export const postFile = <T>(path: string, file: Blob, type: string): Promise<T> =>
  send<T>("POST", path, new Blob([file], { type }), newId(), 4 * PATIENCE_MS);

async function send<T>(method: string, path: string, body?: Json | Blob, id?: string, patienceMs = PATIENCE_MS): Promise<T> {
  const headers: Record<string, string> = { "Accept-Language": language() };
  if (body) headers["Content-Type"] = body instanceof Blob ? body.type : "application/json";
  if (id) headers["Idempotency-Key"] = id;
  const sent = body instanceof Blob ? body : JSON.stringify(body);
  const given = await reach(PREFIX + path, { method, headers, ...(body ? { body: sent } : {}) }, patienceMs);
  const text = await given.text();
  const said = text && (given.headers.get("Content-Type") ?? "").includes("json") ? JSON.parse(text) : {};
  if (!given.ok) throw new Refused(said.code ?? `http_${given.status}`, given.status, sentenceOf(said), said);
  return said as T;
}

async function reach(url: string, asked: RequestInit, patienceMs: number): Promise<Response> {
  const stop = new AbortController();
  const patience = setTimeout(() => stop.abort(), patienceMs);
  try {
    return await fetch(url, { ...asked, credentials: "same-origin", signal: stop.signal });
  } catch (error) {
    throw new Away(String(error));
  } finally {
    clearTimeout(patience);
  }
}

function sentenceOf(problem: Json): string {
  return String(problem.detail ?? problem.title ?? problem.code ?? "");
}
