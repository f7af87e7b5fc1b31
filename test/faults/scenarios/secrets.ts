import { Redis } from 'ioredis';
import type { Fault, Scene } from '../fault';
import type { Finding } from '../judging/finding';

/** Looks for secrets wherever they must not be, in what all others have left behind, too. */
export const secretsSearch: Fault = {
  name: 'secrets-search',
  summary: 'looks through logs, queues, events and dead letters for secrets and tokens',
  harms: 'mini-program',
  strike: async () => 1,
  async checkAtEnd(scene) {
    const secrets = await secretsOf(scene);
    const places: [string, string][] = [
      ['the logs', scene.field.fleet.logs()],
      ['Kafka', onKafka(scene)],
      ...(await inRedis(scene)),
    ];
    return places.flatMap(([place, text]) =>
      [...secrets]
        .filter(([, secret]) => text.includes(secret))
        .map(([name]): Finding => ({ kind: 'other', about: place, what: `contains the ${name}` })),
    );
  },
};

/** Of every mini program, with the access tokens that are in use. */
async function secretsOf({ field }: Scene): Promise<Map<string, string>> {
  const secrets = new Map<string, string>();
  for (const { appId, secret, token, encodingAesKey, apiKey } of field.allAccounts()) {
    secrets.set(`AppSecret of ${appId}`, secret);
    secrets.set(`push token of ${appId}`, token);
    secrets.set(`push key of ${appId}`, encodingAesKey);
    secrets.set(`API key of ${appId}`, apiKey);
  }
  const redis = new Redis(field.stack.redisUrl);
  try {
    for (const { appId } of field.allAccounts()) {
      const kept = await redis.get(`${tokenPrefix(field)}:{${appId}}`);
      const { token } = JSON.parse(kept ?? '{}') as { token?: string };
      if (token !== undefined) secrets.set(`access token of ${appId}`, token);
    }
  } finally {
    redis.disconnect();
  }
  return secrets;
}

function tokenPrefix(field: Scene['field']): string {
  return `${field.redisPrefix}:token`;
}

function onKafka({ field }: Scene): string {
  const records = field.allAccounts().flatMap(({ appId }) => field.witness.records(appId));
  return records.map(({ headers, value }) => `${JSON.stringify(headers)} ${String(value)}`).join('\n');
}

/** Everything but where tokens are kept on purpose. */
async function inRedis({ field }: Scene): Promise<[string, string][]> {
  const redis = new Redis(field.stack.redisUrl);
  const found: [string, string][] = [];
  try {
    for await (const keys of redis.scanStream({ match: `${field.redisPrefix}:*` })) {
      for (const key of keys as string[]) {
        if (!key.startsWith(tokenPrefix(field))) found.push([`${key} in Redis`, await contentOf(redis, key)]);
      }
    }
  } finally {
    redis.disconnect();
  }
  return found;
}

async function contentOf(redis: Redis, key: string): Promise<string> {
  switch (await redis.type(key)) {
    case 'string':
      return (await redis.get(key)) ?? '';
    case 'hash':
      return JSON.stringify(await redis.hgetall(key));
    case 'list':
      return JSON.stringify(await redis.lrange(key, 0, -1));
    case 'set':
      return JSON.stringify(await redis.smembers(key));
    case 'zset':
      return JSON.stringify(await redis.zrange(key, 0, -1));
    case 'stream':
      return JSON.stringify(await redis.xrange(key, '-', '+'));
    default:
      return '';
  }
}
