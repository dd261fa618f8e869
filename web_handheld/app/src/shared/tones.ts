// Right, wrong, attention and finished: each with a sound and a vibration of its own. The mark is drawn by ToneMark.
export type Tone = "right" | "wrong" | "attention" | "finished";

// Hertz, start and length in seconds, and how it shakes in milliseconds on and off.
export interface Sound {
  notes: [hertz: number, from: number, length: number][];
  wave: OscillatorType;
  shake: number[];
}

const SOUNDS: Record<Tone, Sound> = {
  right: { notes: [[1320, 0, 0.08]], wave: "sine", shake: [40] },
  wrong: { notes: [[196, 0, 0.22], [147, 0.26, 0.34]], wave: "sawtooth", shake: [300, 80, 300] },
  attention: { notes: [[784, 0, 0.12], [784, 0.2, 0.12], [988, 0.4, 0.18]], wave: "square", shake: [120, 80, 120, 80, 120] },
  finished: { notes: [[784, 0, 0.1], [988, 0.11, 0.1], [1318, 0.22, 0.24]], wave: "sine", shake: [60, 40, 160] },
};
const LOUDNESS = 0.5;
let ear: AudioContext | null = null;

export const sound = (tone: Tone, loudness = LOUDNESS): void => play(SOUNDS[tone], loudness);

// Areas of the store have sounds of their own beside the four.
export function play({ notes, wave, shake }: Sound, loudness = LOUDNESS): void {
  // Browsers stay silent and still until somebody has touched the page once.
  if (navigator.userActivation?.hasBeenActive ?? true) navigator.vibrate?.(shake);
  ear ??= new AudioContext();
  if (ear.state === "suspended") void ear.resume();
  for (const [hertz, from, length] of notes) playNote(ear, wave, hertz, ear.currentTime + from, length, loudness);
}

function playNote(context: AudioContext, wave: OscillatorType, hertz: number, at: number, length: number, loudness: number): void {
  const source = context.createOscillator();
  const volume = context.createGain();
  source.type = wave;
  source.frequency.value = hertz;
  volume.gain.setValueAtTime(Math.max(0.002, loudness), at);
  volume.gain.exponentialRampToValueAtTime(0.001, at + length);
  source.connect(volume).connect(context.destination);
  source.start(at);
  source.stop(at + length);
}
