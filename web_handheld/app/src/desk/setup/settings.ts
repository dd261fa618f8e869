// A setting as the service says it: what holds, what would hold without the store's own, and who set that.
export interface Setting {
  key: string;
  section: string;
  unit: string | null;
  least: number | null;
  most: number | null;
  words: string[];
  default: unknown;
  // What holds where the store sets nothing itself.
  service: unknown;
  value: unknown;
  secret: boolean;
  is_set: boolean;
  variable: string;
  // A store may set it for itself, and it holds from the next scan.
  settable: boolean;
  own: boolean;
  set_at: string | null;
  set_by: string | null;
}

// The key as the list of the store's own settings has it: without its section.
export const keyInList = (setting: Setting): string => setting.key.replace(/^\w+[.]/, "");
