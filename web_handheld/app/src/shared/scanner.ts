// A wedge scanner types: its keys are caught wherever the focus is and become one code at Enter or Tab.
// Keys come in milliseconds; fingers do not, and what fingers type into a field stays theirs.
const KEY_GAP_MS = 60;
// Outside of fields nobody types: there even a slow scanner, or a busy page, makes one code.
const KEY_GAP_OUTSIDE_MS = 1000;
const CODE_CHARACTERS_MIN = 3;

export function catchScans(scanned: (code: string) => void): () => void {
  let typed = "";
  let last = 0;
  // What a burst wrote into a field before it was known to be a burst is taken out again.
  let field: HTMLInputElement | null = null;
  let before = "";

  function hear(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.timeStamp - last > (field ? KEY_GAP_MS : KEY_GAP_OUTSIDE_MS)) typed = "";
    last = event.timeStamp;
    if (event.key === "Enter" || event.key === "Tab") return end(event);
    if (event.key.length !== 1) return;
    if (typed === "") {
      field = event.target instanceof HTMLInputElement ? event.target : null;
      before = field?.value ?? "";
    }
    typed += event.key;
    if (field === null) event.preventDefault();
  }

  function end(event: KeyboardEvent): void {
    const code = typed;
    typed = "";
    if (code.length < CODE_CHARACTERS_MIN) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (field) {
      field.value = before;
      field.dispatchEvent(new Event("input"));
    }
    scanned(code);
  }

  window.addEventListener("keydown", hear, true);
  return () => window.removeEventListener("keydown", hear, true);
}
