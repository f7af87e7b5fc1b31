/** Injection token of the service's logger. */
export const LOGGER = Symbol('LOGGER');
/** Injection token of the {@link Clock}. */
export const CLOCK = Symbol('CLOCK');
/** Injection token of the orders' `KindRuntime`. */
export const ORDERS = Symbol('ORDERS');
/** Injection token of the `FactBook`. */
export const FACTS = Symbol('FACTS');
