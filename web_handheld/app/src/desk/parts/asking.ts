// One question to whoever is at the desk: sure? which one? in which words? Answered in AskDialog, one at a time.
import { shallowRef } from "vue";

export interface Option {
  value: string;
  text: string;
}
export interface Question {
  // What is about to be done; also the words of the button that does it.
  title: string;
  // What it means, in a sentence.
  sentence?: string | null;
  // A choice of these and nothing else, a text (with these as usual ones), or only yes or no.
  kind: "sure" | "choice" | "text";
  options?: readonly Option[];
  label?: string;
  text?: string;
  maxLength?: number;
  isGrave?: boolean;
}
interface Asked extends Question {
  answer: (given: string | null) => void;
}

export const asked = shallowRef<Asked | null>(null);

// Gives what was chosen or written ("yes" where nothing is), or null for no.
export function ask(question: Question): Promise<string | null> {
  asked.value?.answer(null);
  return new Promise((resolve) => {
    asked.value = {
      ...question,
      answer: (given) => {
        asked.value = null;
        resolve(given);
      },
    };
  });
}
