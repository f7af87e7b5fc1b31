import { openapi } from '@tongbu/platform';

const { answer, count, FAILURES, listOf, parameter, problem, reference, text, timeOrNull } = openapi;

export function quotaPaths(): [string, object][] {
  return [
    [
      '/v1/apps/{appId}/quotas',
      {
        parameters: [parameter('appId')],
        get: {
          operationId: 'list-quotas',
          summary: "What is used of WeChat's quotas, and what WeChat complained about",
          responses: {
            '200': answer(
              'Every group of interfaces that WeChat counts together',
              listOf(reference('Quota')),
            ),
            '503': problem('Redis cannot be reached'),
            ...FAILURES,
          },
        },
      },
    ],
  ];
}

export const QUOTA = {
  type: 'object',
  properties: {
    group: text,
    paths: { type: 'array', items: text },
    factor: { type: 'number', description: 'part of the documented pace in use; below 1 after a complaint' },
    pausedUntil: { ...timeOrNull, description: 'WeChat said: too fast' },
    parkedUntil: { ...timeOrNull, description: 'WeChat said: used up for today' },
    windows: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          name: text,
          kind: { enum: ['pace', 'sliding', 'day'] },
          limit: count,
          used: { type: ['integer', 'null'], description: 'not counted for a pace' },
        },
      },
    },
  },
};
