/** Injection token of the service's clock. */
export const CLOCK = Symbol('CLOCK');
/** Injection token of the {@link Database}. */
export const DATABASE = Symbol('DATABASE');
/** Injection token of the shipments, a {@link KindRuntime}. */
export const SHIPMENTS = Symbol('SHIPMENTS');
/** Injection token of the {@link FactBook}. */
export const FACTS = Symbol('FACTS');
/** Injection token of the {@link CarrierDesk}. */
export const CARRIERS = Symbol('CARRIERS');
