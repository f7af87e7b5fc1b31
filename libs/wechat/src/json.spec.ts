import { parseJson, stringifyJson } from './json';

describe('parseJson and stringifyJson', () => {
  it('keeps every digit of a 64-bit id', () => {
    const text = '{"order_id":3309517286640325887,"product_id":18446744073709551615}';
    expect(parseJson(text)).toEqual({ order_id: 3309517286640325887n, product_id: 18446744073709551615n });
    expect(stringifyJson(parseJson(text))).toBe(text);
  });

  it('gives ordinary numbers for everything that fits', () => {
    expect(parseJson('[9007199254740991, -1, 1.5, 1e3]')).toEqual([9007199254740991, -1, 1.5, 1000]);
  });

  it.each([
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740993', 9_007_199_254_740_993n],
    ['-9007199254740993', -9_007_199_254_740_993n],
    ['1000000000000000', 1_000_000_000_000_000],
    ['999999999999999', 999_999_999_999_999],
    ['0.12345678901234567', Number('0.12345678901234567')],
    ['"9007199254740993"', '9007199254740993'],
    ['null', null],
  ])('reads %s beside text and short numbers', (text, value) => {
    expect(parseJson(`{"a":"b","n":${text},"short":1}`)).toEqual({ a: 'b', n: value, short: 1 });
  });

  it('does not quote what it cannot parse', () => {
    expect(() => parseJson('{"openid":"oSECRET"')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('SECRET') as unknown }),
    );
  });

  it.each(['', '{', '{"a":1,}', '<html>', '{"a":1} x'])('throws json-malformed for %j', (text) => {
    expect(() => parseJson(text)).toThrow(
      expect.objectContaining({ code: 'json-malformed', retriable: false }),
    );
  });

  it('does not let a __proto__ member change the object', () => {
    const parsed = parseJson('{"__proto__":{"polluted":true}}');
    expect((parsed as { polluted?: boolean }).polluted).toBeUndefined();
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('leaves undefined members out and refuses a bare undefined', () => {
    expect(stringifyJson({ a: undefined, b: 1 })).toBe('{"b":1}');
    expect(() => stringifyJson(undefined)).toThrow(expect.objectContaining({ code: 'json-unprintable' }));
  });
});
