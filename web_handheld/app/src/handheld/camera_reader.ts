// Reads barcodes out of the camera's picture in plain script, for devices whose browser cannot (no Play services).
import { BarcodeFormat, BinaryBitmap, DecodeHintType, HybridBinarizer, MultiFormatReader, RGBLuminanceSource } from "@zxing/library";

const WIDTH_MAX = 960;
const hints = new Map<DecodeHintType, unknown>([
  [DecodeHintType.POSSIBLE_FORMATS, [BarcodeFormat.EAN_13, BarcodeFormat.EAN_8, BarcodeFormat.UPC_A, BarcodeFormat.CODE_128, BarcodeFormat.ITF, BarcodeFormat.QR_CODE, BarcodeFormat.DATA_MATRIX]],
  [DecodeHintType.TRY_HARDER, true],
]);
const reader = new MultiFormatReader();
reader.setHints(hints as Map<DecodeHintType, never>);
const canvas = document.createElement("canvas");

export async function read(video: HTMLVideoElement): Promise<string | null> {
  const shrunk = Math.min(1, WIDTH_MAX / (video.videoWidth || 1));
  const [width, height] = [Math.round(video.videoWidth * shrunk), Math.round(video.videoHeight * shrunk)];
  const pen = canvas.getContext("2d");
  if (!pen || !width || !height) return null;
  Object.assign(canvas, { width, height });
  pen.drawImage(video, 0, 0, width, height);
  try {
    const light = new RGBLuminanceSource(grey(pen.getImageData(0, 0, width, height).data), width, height);
    return reader.decodeWithState(new BinaryBitmap(new HybridBinarizer(light))).getText();
  } catch {
    return null; // nothing to be read in this picture
  }
}

// ITU-R BT.601 weights, as barcode readers use them.
function grey(rgba: Uint8ClampedArray): Uint8ClampedArray {
  const light = new Uint8ClampedArray(rgba.length / 4);
  for (let n = 0; n < light.length; n += 1)
    light[n] = (306 * rgba[4 * n]! + 601 * rgba[4 * n + 1]! + 117 * rgba[4 * n + 2]!) >> 10;
  return light;
}
