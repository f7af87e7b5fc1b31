// Loaded into a service to put its wall clock wrong, as on a machine whose time daemon went astray: everything that asks
// for the date gets it with an offset. Each SIGUSR2 makes the clock jump to the next offset of CLOCK_OFFSETS_MS, which
// begins with 0. What never jumps on a real machine (performance.now, timers) does not jump here either.
const offsets = (process.env.CLOCK_OFFSETS_MS ?? '0').split(',').map(Number);
let at = 0;
const RealDate = Date;

globalThis.Date = class Date extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + offsets[at]);
    else super(...parts);
  }

  static now() {
    return RealDate.now() + offsets[at];
  }
};

process.on('SIGUSR2', () => {
  at = Math.min(at + 1, offsets.length - 1);
});
