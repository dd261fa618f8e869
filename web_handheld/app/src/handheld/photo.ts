// A picture on its way to the service: no larger than its eyes need, so that it goes out over a poor Wi-Fi.
import { postBytes } from "@/shared/api";

const SIDE_MAX = 1280;
const QUALITY = 0.8;

// Gives the name under which the service keeps it: the SHA-256 of its bytes.
export async function sentPhoto(file: Blob): Promise<string> {
  const { photo } = await postBytes<{ photo: string }>("/photos", await small(file));
  return photo;
}

async function small(file: Blob): Promise<Blob> {
  const picture = await drawn(file);
  const share = Math.min(1, SIDE_MAX / Math.max(picture.naturalWidth, picture.naturalHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.naturalWidth * share);
  canvas.height = Math.round(picture.naturalHeight * share);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((made, failed) => canvas.toBlob((blob) => (blob ? made(blob) : failed(new Error("no picture"))), "image/jpeg", QUALITY));
}

// As a data address: the pages' policy takes pictures from nowhere else.
async function drawn(file: Blob): Promise<HTMLImageElement> {
  const address = await addressOf(file);
  const picture = new Image();
  return new Promise((done, failed) => {
    picture.onload = () => done(picture);
    picture.onerror = () => failed(new Error("no picture"));
    picture.src = address;
  });
}

function addressOf(file: Blob): Promise<string> {
  const reader = new FileReader();
  return new Promise((done, failed) => {
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => failed(new Error("no file"));
    reader.readAsDataURL(file);
  });
}
