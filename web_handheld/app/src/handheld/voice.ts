// Says a bin and its check number aloud, for eyes that look at the shelf; only where the device can speak.
import { language } from "@/shared/i18n";
import { spoken } from "./flow/places";
import { settings } from "./settings";
import { say } from "./words";

const TONGUES = { zh: "zh-CN", en: "en-GB", es: "es-ES" } as const;
export const canSpeak = "speechSynthesis" in window;

export function speakPlace(name: string, check: string | null): void {
  if (!settings.voice || !canSpeak) return;
  const words = check ? say("app_voice_check", { place: spoken(name), check: [...check].join(" ") }) : spoken(name);
  const utterance = new SpeechSynthesisUtterance(words);
  utterance.lang = TONGUES[language()];
  speechSynthesis.cancel();
  speechSynthesis.speak(utterance);
}
