import { stringifyJson } from '../src/json';
import { parsePush } from '../src/push/parse-push';

/**
 * That a reader of pushes gives the same for a body nested under its key, with numbers and with texts, and for one that
 * is flattened to the top level. Rows: name, event, body, what is expected.
 */
export function describePushes(
  reader: (event: string, body: Record<string, unknown>) => unknown,
  bodyKey: string | undefined,
  rows: readonly (readonly [string, string, object, object])[],
): void {
  const readPush = (event: string, fields: object) => {
    const envelope = { ToUserName: 'gh_2b9d41c07e55', FromUserName: 'o1', CreateTime: 1_767_225_600 };
    const message = stringifyJson({ ...envelope, MsgType: 'event', Event: event, ...fields });
    const parsed = parsePush(message, 'json');
    if (!parsed.ok) throw new Error('malformed');
    return reader(parsed.push.event, parsed.push.body);
  };

  it.each(rows)(
    'reads %s, nested with numbers and with texts, and flattened',
    (_name, event, body, expected) => {
      const texts = withTexts(body);
      if (bodyKey !== undefined) {
        expect(readPush(event, { [bodyKey]: body })).toEqual(expected);
        expect(readPush(event, { [bodyKey]: texts })).toEqual(expected);
      }
      expect(readPush(event, body)).toEqual(expected);
      expect(readPush(event, texts)).toEqual(expected);
    },
  );
}

function withTexts(value: object): object {
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => [
      name,
      typeof member === 'number' || typeof member === 'bigint' ? String(member) : member,
    ]),
  );
}
