/** What an event is about: `product`, `category-qualification` or `brand-qualification`. */
export function thingOf(type: string): string {
  return type.split('.')[1] ?? '';
}

export function isQualification(type: string): boolean {
  return thingOf(type).endsWith('-qualification');
}

/** A qualification may have the id of a product, so it is not known by its key alone. */
export function nameOfThing(type: string, key: string): string {
  return isQualification(type) ? `${thingOf(type)} ${key}` : key;
}
