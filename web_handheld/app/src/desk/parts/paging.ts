// A page of a list: its rows, and the cursor of the page after it.
export interface Page<Row> {
  items: Row[];
  next: string | number | null;
}
export interface Column {
  key: string;
  // In words already; empty for a column of buttons.
  title: string;
  isNumber?: boolean;
  // As CSS writes it; else as wide as its words want.
  width?: string;
}

// Rows keep their places while a hand is at them: what changed is drawn where it is, what is new or gone waits.
export function inPlace<Row>(shown: readonly Row[], read: readonly Row[], keyOf: (row: Row) => string) {
  const now = new Map(read.map((row) => [keyOf(row), row]));
  const before = new Set(shown.map(keyOf));
  return {
    rows: shown.map((row) => now.get(keyOf(row)) ?? row),
    gone: new Set([...before].filter((key) => !now.has(key))),
    more: [...now.keys()].filter((key) => !before.has(key)).length,
    isSame: shown.length === read.length && shown.every((row, at) => keyOf(row) === keyOf(read[at] as Row)),
  };
}
