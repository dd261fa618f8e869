// Which part of the plan is seen: zoomed with wheel, buttons and two fingers, moved with one.
import { computed, ref, watch, type Ref } from "vue";
import type { Box } from "./drawing";

const CLOSEST = 8; // times
const STEP = 1.5;
const SLIP_PIXELS = 6; // a finger that moved less has tapped

export function useView(whole: Ref<Box>, svg: Ref<SVGSVGElement | null>) {
  const seen = ref<Box>(whole.value);
  const fingers = new Map<number, PointerEvent>();
  let slipped = 0;

  watch(whole, (box) => (seen.value = box));
  const isWhole = computed(() => seen.value.width >= whole.value.width);
  const text = computed(() => `${seen.value.x} ${seen.value.y} ${seen.value.width} ${seen.value.height}`);

  // Metres a pixel: the drawing is as large as fits.
  function scale(): number {
    const { width = 1, height = 1 } = svg.value?.getBoundingClientRect() ?? {};
    return Math.max(seen.value.width / width, seen.value.height / height);
  }

  function zoom(by: number, at?: { clientX: number; clientY: number }): void {
    const box = seen.value;
    const width = Math.min(whole.value.width, Math.max(whole.value.width / CLOSEST, box.width / by));
    const factor = width / box.width;
    const middle = at ? place(at) : { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    keep({ x: middle.x - (middle.x - box.x) * factor, y: middle.y - (middle.y - box.y) * factor, width, height: box.height * factor });
  }

  function place(at: { clientX: number; clientY: number }): { x: number; y: number } {
    const frame = svg.value!.getBoundingClientRect();
    const metres = scale();
    const box = seen.value;
    const left = frame.left + (frame.width - box.width / metres) / 2;
    const top = frame.top + (frame.height - box.height / metres) / 2;
    return { x: box.x + (at.clientX - left) * metres, y: box.y + (at.clientY - top) * metres };
  }

  function keep(box: Box): void {
    const all = whole.value;
    const inside = (from: number, size: number, least: number, most: number): number => Math.min(Math.max(from, least), least + most - size);
    seen.value = { ...box, x: inside(box.x, box.width, all.x, all.width), y: inside(box.y, box.height, all.y, all.height) };
  }

  function down(event: PointerEvent): void {
    if (!fingers.size) slipped = 0;
    fingers.set(event.pointerId, event);
  }

  function move(event: PointerEvent): void {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const other = [...fingers.values()].find((each) => each.pointerId !== event.pointerId);
    if (other) zoom(apart(event, other) / Math.max(1, apart(before, other)), { clientX: (event.clientX + other.clientX) / 2, clientY: (event.clientY + other.clientY) / 2 });
    else slide(event.clientX - before.clientX, event.clientY - before.clientY);
    fingers.set(event.pointerId, event);
  }

  function slide(right: number, down: number): void {
    slipped += Math.abs(right) + Math.abs(down);
    const metres = scale();
    if (!isWhole.value) keep({ ...seen.value, x: seen.value.x - right * metres, y: seen.value.y - down * metres });
  }

  const up = (event: PointerEvent): void => void fingers.delete(event.pointerId);
  const wheel = (event: WheelEvent): void => zoom(event.deltaY < 0 ? STEP : 1 / STEP, event);
  const isTap = (): boolean => slipped < SLIP_PIXELS;
  return { text, isWhole, closer: () => zoom(STEP), farther: () => zoom(1 / STEP), all: () => (seen.value = whole.value), down, move, up, wheel, isTap };
}

const apart = (one: PointerEvent, other: PointerEvent): number => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
