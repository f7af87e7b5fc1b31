export type Format = 'json' | 'xml';
export type Value = string | number | bigint | readonly Value[] | { readonly [name: string]: Value };
export type Fields = Readonly<Record<string, Value>>;

let created = 1_700_000_000;

/** A push as WeChat writes it: bare numbers in JSON, CDATA around texts and repeated elements in XML. */
export function writeMessage(event: string, fields: Fields, format: Format): string {
  const all = {
    ToUserName: 'gh_7b1d0e93c4aa',
    FromUserName: 'oSENDER-OPENID-1',
    CreateTime: ++created,
    MsgType: 'event',
    Event: event,
    ...fields,
  };
  return format === 'json' ? toJson(all) : `<xml>${toXml(all)}</xml>`;
}

/** Every value as the text that stands in the message: what a normalised body looks like. */
export function textsOf(value: Value): unknown {
  if (Array.isArray(value)) return value.map(textsOf);
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, textsOf(member)]));
  }
  return String(value);
}

function toJson(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value).map(
      ([name, member]) => `${JSON.stringify(name)}:${toJson(member)}`,
    );
    return `{${members.join(',')}}`;
  }
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function toXml(fields: object): string {
  return Object.entries(fields)
    .flatMap(([name, value]) => [value].flat().map((one: Value) => `<${name}>${xmlContent(one)}</${name}>`))
    .join('');
}

function xmlContent(value: Value): string {
  if (typeof value === 'object') return toXml(value);
  return typeof value === 'string' ? `<![CDATA[${value}]]>` : String(value);
}
