/** Injection token of the service's logger. */
export const LOGGER = Symbol('LOGGER');
/** Injection token of the {@link CatalogKinds}. */
export const CATALOG_KINDS = Symbol('CATALOG_KINDS');
/** Injection token of the {@link ComponentChanges}. */
export const COMPONENT_CHANGES = Symbol('COMPONENT_CHANGES');
/** Injection token of the service's {@link Database}. */
export const DATABASE = Symbol('DATABASE');
