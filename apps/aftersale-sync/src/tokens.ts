/** Injection token of the `Database`. */
export const DATABASE = Symbol('DATABASE');
/** Injection token of the service's clock. */
export const CLOCK = Symbol('CLOCK');
/** Injection token of the {@link AftersaleKinds}. */
export const AFTERSALE_KINDS = Symbol('AFTERSALE_KINDS');
/** Injection token of the book of facts about orders. */
export const FACTS = Symbol('FACTS');
/** Injection token of the {@link ListWatches}. */
export const LIST_WATCHES = Symbol('LIST_WATCHES');
