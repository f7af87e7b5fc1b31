import { renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Stack } from '@tongbu/testing';
import type { DemoAccount } from './demo-accounts';
import type { SupervisedService } from './supervised-service';

export interface Addresses {
  readonly simulatorUrl: string;
  readonly simulatorControlUrl: string;
  readonly gatewayUrl: string;
}

/** `.tongbu/endpoints.json`: where everything listens, for other programs. Readable by its owner only. */
export class EndpointsFile {
  constructor(private readonly file: string) {}

  remove(): void {
    rmSync(this.file, { force: true });
  }

  /** Readers see the old content or the new one, never a part. */
  write(
    stack: Stack,
    addresses: Addresses,
    services: readonly SupervisedService[],
    accounts: readonly DemoAccount[],
  ): void {
    const content = {
      kafka: { brokers: stack.kafkaBrokers },
      postgres: { url: stack.databaseUrl },
      redis: { url: stack.redisUrl },
      simulator: { url: addresses.simulatorUrl, controlUrl: addresses.simulatorControlUrl },
      gateway: { url: addresses.gatewayUrl },
      services: Object.fromEntries(services.map(({ name, url, pid }) => [name, { url, pid }])),
      accounts: accounts.map(({ appId, secret, token, encodingAesKey, mode, callbackUrl, apiKey }) => ({
        appId,
        secret,
        token,
        encodingAESKey: encodingAesKey,
        mode,
        callbackUrl,
        apiKey,
      })),
    };
    const partial = `${this.file}.new`;
    writeFileSync(partial, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
    renameSync(partial, this.file);
  }
}
