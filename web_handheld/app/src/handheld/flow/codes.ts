// Reads the few codes a walk needs without the service: bins, and items by GTIN or GS1. Everything else it leaves alone.
export type Read =
  | { kind: "bin"; id: string }
  | { kind: "item"; gtin: string; expires: string | null; lot: string | null }
  | { kind: "unreadable" };

const GTIN_LENGTHS = [8, 12, 13, 14];
const SEPARATOR = "\u001d";
const STORE_PREFIX = /^(2\d|02)/; // 20 to 29 are the store's own scales: their layout only the service knows

export function read(text: string): Read {
  const code = text.trim();
  if (code.startsWith("B:")) return { kind: "bin", id: code.slice(2) };
  if (/^\d+$/.test(code) && GTIN_LENGTHS.includes(code.length)) return ofDigits(code);
  const gs1 = code.replace(/^\](C1|d2|Q3|e0)/, "");
  return /^01\d{14}/.test(gs1) ? elements(gs1) : { kind: "unreadable" };
}

function ofDigits(code: string): Read {
  if (!isChecked(code) || (code.length >= 12 && code.length <= 13 && STORE_PREFIX.test(code))) return { kind: "unreadable" };
  return { kind: "item", gtin: code.padStart(14, "0"), expires: null, lot: null };
}

// GS1 General Specifications 3: 01 item, 17 expiry (six digits each time), 10 lot up to a separator.
function elements(code: string): Read {
  const gtin = code.slice(2, 16);
  if (!isChecked(gtin)) return { kind: "unreadable" };
  let rest = code.slice(16).replace(SEPARATOR, "");
  let expires: string | null = null;
  let lot: string | null = null;
  while (rest) {
    const ai = rest.slice(0, 2);
    if ((ai === "17" || ai === "15" || ai === "11" || ai === "13") && /^\d{8}/.test(rest)) {
      if (ai === "17") expires = day(rest.slice(2, 8));
      rest = rest.slice(8);
    } else if (ai === "10") {
      lot = rest.slice(2).split(SEPARATOR)[0] ?? null;
      rest = rest.slice(2 + (lot?.length ?? 0)).replace(SEPARATOR, "");
    } else {
      return { kind: "unreadable" }; // weights and the like: the service reads them
    }
  }
  return { kind: "item", gtin, expires, lot };
}

// Day 00 means the last of the month; years are of this century as far as goods on a shelf go.
function day(yymmdd: string): string {
  const [year, month, date] = [`20${yymmdd.slice(0, 2)}`, yymmdd.slice(2, 4), yymmdd.slice(4, 6)];
  if (date !== "00") return `${year}-${month}-${date}`;
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return `${year}-${month}-${last}`;
}

// GS1's check digit: weights 3 and 1 from the right.
export function isChecked(digits: string): boolean {
  const sum = [...digits].reverse().reduce((all, digit, n) => all + Number(digit) * (n % 2 ? 3 : 1), 0);
  return sum % 10 === 0;
}
