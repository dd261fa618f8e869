declare module "virtual:words/*" {
  const words: Record<string, string>;
  export default words;
}
// The same, a language at a time: `speaking("zh")`.
declare module "virtual:speaking/*" {
  const words: (language: "zh" | "en" | "es") => Promise<{ default: Record<string, string> }>;
  export default words;
}
