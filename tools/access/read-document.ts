import { readFileSync } from 'node:fs';
import { CodedError } from '@tongbu/platform';

/** The object in a JSON file. An error names the file, and quotes nothing of it: it may hold personal data. */
export function readDocument(file: string): object {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'it is not JSON' : 'it cannot be read';
    throw new CodedError('file-wrong', `${file}: expected a JSON file with the document, but ${why}`, false);
  }
  if (typeof document === 'object' && document !== null && !Array.isArray(document)) return document;
  throw new CodedError('file-wrong', `${file}: expected one JSON object, the document`, false);
}
