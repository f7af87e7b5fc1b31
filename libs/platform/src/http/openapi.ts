/** Pieces that the OpenAPI descriptions of the services share. */

export const text = { type: 'string' };
export const count = { type: 'integer', minimum: 0 };
export const time = { type: 'string', format: 'date-time' };
export const timeOrNull = { type: ['string', 'null'], format: 'date-time' };

export const jsonOf = (schema: object) => ({ content: { 'application/json': { schema } } });
export const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
export const listOf = (items: object) => ({
  type: 'object',
  properties: { items: { type: 'array', items } },
});
export const pageOf = (items: object) => ({
  type: 'object',
  properties: { items: { type: 'array', items }, next: { type: ['string', 'null'] } },
});
export const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: reference('Problem') } },
});
export const FAILURES = { '401': problem('API key missing or wrong'), '404': problem('No such thing') };
export const parameter = (name: string) => ({ name, in: 'path', required: true, schema: text });
export const query = (name: string, schema: object, description?: string) => ({
  name,
  in: 'query',
  schema,
  ...(description === undefined ? {} : { description }),
});
export const bodyOf = (schema: object) => ({ required: true, ...jsonOf(schema) });
export const answer = (description: string, schema: object) => ({ description, ...jsonOf(schema) });
export const STARTED = answer('Accepted', { type: 'object', properties: { id: text } });

/** RFC 9457; every document has it as `#/components/schemas/Problem`. */
export const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: text,
    title: text,
    status: { type: 'integer' },
    detail: text,
    problems: {
      type: 'array',
      description: 'every field that is wrong',
      items: { type: 'object', properties: { field: text, message: text } },
    },
  },
};

export const SECURITY_SCHEMES = {
  apiKey: { type: 'http', scheme: 'bearer', description: 'API key of the mini program' },
};
