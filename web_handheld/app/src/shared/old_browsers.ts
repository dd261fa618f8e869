// What Chrome 69 does not have yet and the pages use; syntax is lowered by the build.
Object.fromEntries ??= <T>(entries: Iterable<readonly [PropertyKey, T]>): Record<PropertyKey, T> => {
  const made: Record<PropertyKey, T> = {};
  for (const [name, value] of entries) made[name] = value;
  return made;
};
