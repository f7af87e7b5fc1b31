export interface FilePart {
  readonly filename: string;
  readonly bytes: Buffer;
}

export interface MultipartForm {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, FilePart>;
}

/** Reads a `multipart/form-data` body; nothing when the body does not follow its boundary. */
export function parseMultipart(contentType: string, body: Buffer): MultipartForm | undefined {
  const boundary = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) return undefined;

  const fields = new Map<string, string>();
  const files = new Map<string, FilePart>();
  const delimiter = Buffer.from(`\r\n--${mark}`);
  // The first delimiter may lack its line break, so every one is made to look alike.
  const content = Buffer.concat([Buffer.from('\r\n'), body]);
  let start = content.indexOf(delimiter);
  while (start !== -1) {
    const headerStart = start + delimiter.length;
    if (content.subarray(headerStart, headerStart + 2).toString() === '--') return { fields, files };
    const headerEnd = content.indexOf('\r\n\r\n', headerStart);
    const end = content.indexOf(delimiter, headerStart);
    if (headerEnd === -1 || end === -1 || headerEnd + 4 > end) return undefined;
    readPart(content.subarray(headerStart, headerEnd).toString('utf8'), content.subarray(headerEnd + 4, end));
    start = end;
  }
  return undefined;

  function readPart(header: string, value: Buffer): void {
    const disposition = header.split('\r\n').find((line) => /^content-disposition:/i.test(line)) ?? '';
    const name = /[;\s]name="?([^";]*)"?/i.exec(disposition)?.[1];
    const filename = /[;\s]filename="?([^";]*)"?/i.exec(disposition)?.[1];
    if (name === undefined) return;
    if (filename === undefined) fields.set(name, value.toString('utf8'));
    else files.set(name, { filename, bytes: value });
  }
}
