const { default: Sequencer } = require('@jest/test-sequencer');

/** What takes longest, so that no worker is left with one of them at the end. */
const LONGEST_FIRST = [/test\/faults\//, /test\/e2e\//, /\.int-spec\.ts$/];

const rankOf = ({ path }) => {
  const rank = LONGEST_FIRST.findIndex((pattern) => pattern.test(path));
  return rank === -1 ? LONGEST_FIRST.length : rank;
};

/** On a machine that has run no test yet, jest knows nothing of how long each takes. */
module.exports = class extends Sequencer {
  sort(tests) {
    return super.sort(tests).toSorted((a, b) => rankOf(a) - rankOf(b));
  }
};
