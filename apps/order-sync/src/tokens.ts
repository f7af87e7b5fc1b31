/** Injection token of the service's logger. */
export const LOGGER = Symbol('LOGGER');
/** Injection token of the `Database`. */
export const DATABASE = Symbol('DATABASE');
/** Injection token of the {@link Clock}. */
export const CLOCK = Symbol('CLOCK');
/** Injection token of the orders' `KindRuntime`. */
export const ORDERS = Symbol('ORDERS');
/** Injection token of the `CheckoutSeconds`. */
export const CHECKOUT_SECONDS = Symbol('CHECKOUT_SECONDS');
/** Injection token of the `FactBook`. */
export const FACTS = Symbol('FACTS');
