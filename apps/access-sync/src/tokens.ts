/** Injection token of the service's clock. */
export const CLOCK = Symbol('CLOCK');
/** Injection token of the access of mini programs, a {@link KindRuntime}. */
export const ACCESS_RUNTIME = Symbol('ACCESS_RUNTIME');
/** Injection token of the trial runs, a {@link KindRuntime}. */
export const TRIALS = Symbol('TRIALS');
/** Injection token of the {@link FactBook}. */
export const FACTS = Symbol('FACTS');
/** Injection token of merchant numbers, a {@link KindRuntime}. */
export const MERCHANT_NUMBERS = Symbol('MERCHANT_NUMBERS');
/** Injection token of the sharers, a {@link KindRuntime}. */
export const SHARER_RUNTIME = Symbol('SHARER_RUNTIME');
/** Injection token of the service's log. */
export const LOGGER = Symbol('LOGGER');
