// A place's name for the eye and for the ear.
const ONE_LINE_MAX = 9;

// Two short rows are read from further away than one long one: C-03-02 over B-04.
export function rows(name: string): string[] {
  if (name.length <= ONE_LINE_MAX || !name.includes("-")) return [name];
  const parts = name.split("-");
  const half = Math.ceil(parts.length / 2);
  return [parts.slice(0, half).join("-"), parts.slice(half).join("-")];
}

// Characters one by one, without leading zeros: "C, 3, 2, B, 4".
export const spoken = (name: string): string =>
  name.split(/[^\p{L}\p{N}]+/u).filter(Boolean).map((part) => (/^\d+$/.test(part) ? String(Number(part)) : part)).join(", ");
