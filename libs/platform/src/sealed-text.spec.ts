import { dataKeysConfig, SealedTexts } from './sealed-text';

const key = (fill: number) => Buffer.alloc(32, fill).toString('base64');
const texts = (configured: string) => new SealedTexts(dataKeysConfig.parse(configured), 'DATA_KEYS');
const TEXT = '林青 11010519491231002X';

it('opens what it has sealed, which shows nothing of it and is never the same twice', () => {
  const kept = texts(`k1:${key(1)}`);
  const sealed = kept.seal(TEXT, 'wx1');
  expect(kept.open(sealed, 'wx1')).toBe(TEXT);
  expect(kept.seal(TEXT, 'wx1')).not.toBe(sealed);
  expect(Buffer.from(sealed.split('.')[3]!, 'base64url').toString('utf8')).not.toContain('1101');
});

it('opens with an old key, and seals with the new one', () => {
  const old = texts(`k1:${key(1)}`).seal(TEXT, 'wx1');
  const rotated = texts(`k2:${key(2)}, k1:${key(1)}`);
  expect(rotated.open(old, 'wx1')).toBe(TEXT);
  const sealed = rotated.seal(TEXT, 'wx1');
  expect(texts(`k2:${key(2)}`).open(sealed, 'wx1')).toBe(TEXT);
  expect(texts(`k1:${key(1)}`).hasKeyOf(sealed)).toBe(false);
  expect(() => texts(`k1:${key(1)}`).open(sealed, 'wx1')).toThrow(
    'DATA_KEYS: the key named k2 is not among the configured ones',
  );
});

it('opens nothing that was changed, belongs to something else, or was sealed with another key of that name', () => {
  const kept = texts(`k1:${key(1)}`);
  const sealed = kept.seal(TEXT, 'wx1');
  const last = sealed.at(-3) === 'A' ? 'B' : 'A';
  expect(() => kept.open(sealed, 'wx2')).toThrow('belongs to something else');
  expect(() => kept.open(sealed.slice(0, -3) + last + sealed.slice(-2), 'wx1')).toThrow('was changed');
  expect(() => texts(`k1:${key(3)}`).open(sealed, 'wx1')).toThrow('was changed');
  expect(() => kept.open('nonsense', 'wx1')).toThrow('was changed');
});

it('says in plain words what is missing or wrong in the configuration', () => {
  expect(() => texts('').seal(TEXT, 'wx1')).toThrow(
    'DATA_KEYS: expected NAME:KEY with 32 random bytes in base64',
  );
  for (const configured of ['k1', `k1:${key(1).slice(8)}`, `:${key(1)}`, `k1:${key(1)},k1:${key(2)}`]) {
    const { error } = dataKeysConfig.safeParse(configured);
    expect(error?.issues[0]?.message).toContain('expected NAME:KEY with 32 random bytes in base64');
    expect(error?.message).not.toContain(key(1).slice(8, 30));
  }
});
