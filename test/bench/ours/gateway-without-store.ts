import { createLogger, Metrics } from '@tongbu/platform';
import { Accounts, type Account } from '@tongbu/wechat';
import {
  CallbackServer,
  defaultCallbackServer,
} from '../../../apps/callback-gateway/src/callbacks/callback-server';
import { serve } from '../measuring/serve';

const commands = {
  /** The gateway's callback server, which takes everything for stored. Answers its port. */
  async open(account: Account): Promise<number> {
    const server = new CallbackServer(
      { ...defaultCallbackServer, host: '127.0.0.1', port: 0 },
      new Accounts([account]),
      async () => 'stored',
      createLogger({ service: 'callback-gateway', level: 'info' }),
      new Metrics('callback-gateway'),
    );
    await server.start();
    return server.port ?? 0;
  },
};

export type GatewayWithoutStoreCommands = typeof commands;

serve(commands);
