// The camera as a scanner: the browser's own detector where it has one, else a reader fetched when it is needed.
interface Detector {
  detect(image: HTMLVideoElement): Promise<{ rawValue: string; format: string }[]>;
}
declare const BarcodeDetector: { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> };
const FORMATS = ["ean_13", "ean_8", "upc_a", "code_128", "itf", "qr_code", "data_matrix"];
const LOOK_MS = 120;

export const canSee = Boolean(navigator.mediaDevices?.getUserMedia);

export interface Looking {
  stop(): void;
}

export async function look(video: HTMLVideoElement, seen: (code: string) => void): Promise<Looking> {
  const size = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };
  const stream = await navigator.mediaDevices.getUserMedia({ video: size, audio: false });
  video.srcObject = stream;
  await video.play();
  const read = await reader();
  let isOn = true;
  const tick = async (): Promise<void> => {
    if (!isOn) return;
    const code = await read(video).catch(() => null);
    if (code && isOn) seen(code);
    else setTimeout(() => void tick(), LOOK_MS);
  };
  void tick();
  return { stop: () => ((isOn = false), stream.getTracks().forEach((track) => track.stop())) };
}

async function reader(): Promise<(video: HTMLVideoElement) => Promise<string | null>> {
  if ("BarcodeDetector" in window) {
    const known = await BarcodeDetector.getSupportedFormats().catch((): string[] => []);
    const formats = FORMATS.filter((format) => known.includes(format));
    if (formats.length) {
      const detector = new BarcodeDetector({ formats });
      return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
    }
  }
  return (await import("./camera_reader")).read;
}
