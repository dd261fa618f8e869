// What people call a place: `01-A07` of store 01 is A07 on its label.
export function placeName(id: string): string {
  const [store, ...rest] = id.split("-");
  return rest.length > 0 && /^\d+$/.test(store ?? "") ? rest.join("-") : id;
}

export const placeNames = (ids: readonly string[]): string => ids.map(placeName).join(", ");
