import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { CodedError } from '@tongbu/platform';
import { parseJson } from '../json';

export type PushFormat = 'json' | 'xml';
export type Fields = Record<string, unknown>;

const xml = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

/** Comments and CDATA are read as wholes, so that text inside them is never taken for a declaration. */
const XML_SECTIONS = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<!(?:DOCTYPE|ENTITY)/gi;

/** WeChat never sends a document type; without one no entity but the predefined five can exist, and none is expanded. */
function declaresType(text: string): boolean {
  for (const [section] of text.matchAll(XML_SECTIONS)) {
    if (/^<!(?:DOCTYPE|ENTITY)/i.test(section)) return true;
  }
  return false;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseXmlFields(text: string): Fields | undefined {
  if (declaresType(text) || XMLValidator.validate(text) !== true) return undefined;
  const document: unknown = xml.parse(text);
  const root = isFields(document) ? document['xml'] : undefined;
  return isFields(root) ? root : undefined;
}

function parseJsonFields(text: string): Fields | undefined {
  const value = parseJson(text);
  return isFields(value) ? value : undefined;
}

/** The format a text is written in, by its first character: a console change takes effect at once and unannounced. */
export function formatOf(text: string): PushFormat | undefined {
  const first = text.trimStart().at(0);
  if (first === '{') return 'json';
  return first === '<' ? 'xml' : undefined;
}

/** The members of a JSON object or of an `<xml>` element; nothing when the text is malformed or nested too deep. */
export function parseFields(text: string, format: PushFormat): Fields | undefined {
  const read = readFields(text, format);
  return typeof read === 'string' ? undefined : read;
}

/**
 * The same, told apart. `too-deep`: nested deeper than the stack reaches, which is at another depth from one moment to
 * the next.
 */
export function readFields(text: string, format: PushFormat): Fields | 'malformed' | 'too-deep' {
  try {
    return (format === 'json' ? parseJsonFields(text) : parseXmlFields(text)) ?? 'malformed';
  } catch (error) {
    const cause = error instanceof CodedError ? error.cause : error;
    return cause instanceof RangeError ? 'too-deep' : 'malformed';
  }
}
