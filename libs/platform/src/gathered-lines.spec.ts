import { pino } from 'pino';
import { GatheredLines } from './gathered-lines';

function gathered() {
  const writes: string[] = [];
  const logger = pino(
    { base: null, timestamp: false },
    new GatheredLines({ write: (text) => void writes.push(text) }),
  );
  const said = () => writes.map((text) => text.match(/(?<="msg":")[^"]*/g));
  return { logger, said };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('writes the lines of one turn together, in their order', async () => {
  const { logger, said } = gathered();
  logger.info('one');
  logger.child({ of: 'a child' }).warn('two');
  expect(said()).toEqual([]);
  await turn();
  expect(said()).toEqual([['one', 'two']]);
  logger.info('three');
  await turn();
  expect(said()).toEqual([['one', 'two'], ['three']]);
});

it.each(['error', 'fatal'] as const)(
  'writes a line of level %s at once, after what came before it',
  (level) => {
    const { logger, said } = gathered();
    logger.info('before');
    logger[level]('broken');
    expect(said()).toEqual([['before', 'broken']]);
  },
);
