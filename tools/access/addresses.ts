import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '@tongbu/testing';
import type { ServiceAddress } from './admin-client';
import type { AccessArguments } from './arguments';

/** What of `.tongbu/endpoints.json` is read here. */
interface Endpoints {
  readonly kafka: { readonly brokers: readonly string[] };
  readonly services: Readonly<Record<string, { readonly url: string }>>;
  readonly accounts: readonly { readonly appId: string; readonly apiKey: string }[];
}

/** Where a service listens, and with which key: as given, from the environment, or of the `npm start` that runs. */
export function addressOf(
  service: 'access-sync' | 'catalog-sync',
  { app, url, key }: AccessArguments,
): ServiceAddress {
  const variable = service === 'access-sync' ? 'ACCESS_SYNC_URL' : 'CATALOG_SYNC_URL';
  const given = { url: url ?? process.env[variable], key: key ?? process.env['ACCESS_API_KEY'] };
  if (given.url !== undefined && given.key !== undefined && app !== undefined)
    return { service, url: given.url, key: given.key, app };
  const endpoints = endpointsOr(`give --app, --url and --key (or ${variable} and ACCESS_API_KEY)`);
  const account = endpoints.accounts.find(({ appId }) => app === undefined || appId === app);
  if (account === undefined) throw new Error(`--app: ${app} is none of the mini programs that run here`);
  return {
    service,
    app: account.appId,
    key: given.key ?? account.apiKey,
    url: given.url ?? endpoints.services[service]?.url ?? '',
  };
}

/** The Kafka that events are published to, found likewise. */
export function brokersOf({ brokers }: AccessArguments): readonly string[] {
  const given = brokers ?? process.env['KAFKA_BROKERS'];
  return given?.split(',') ?? endpointsOr('give --brokers (or KAFKA_BROKERS)').kafka.brokers;
}

function endpointsOr(whatToGive: string): Endpoints {
  try {
    return JSON.parse(readFileSync(join(projectRoot(), '.tongbu/endpoints.json'), 'utf8')) as Endpoints;
  } catch {
    throw new Error(`npm start does not run here: ${whatToGive}`);
  }
}
