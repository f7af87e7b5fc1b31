import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import { openPush, pushAccountOf, type Account } from '@tongbu/wechat';
import { serve } from '../measuring/serve';
import { listenLocally } from '../measuring/listen';
import { openBareStore, type BareStore } from './bare-store';

export interface BareGatewayOptions {
  readonly account: Account;
  /** What is done with a callback before it is acknowledged. */
  readonly store: BareStore;
  readonly databaseUrl: string;
}

const commands = {
  /** A callback server of `node:http` and nothing else, with the same checks and decryption. Answers its port. */
  async open({ account, store, databaseUrl }: BareGatewayOptions): Promise<number> {
    const save = await openBareStore(store, databaseUrl);
    const pushAccount = pushAccountOf(account);
    const receive = async (request: IncomingMessage, response: ServerResponse, body: Buffer) => {
      const url = request.url ?? '';
      const query = parse(url.slice(url.indexOf('?') + 1));
      const opened = openPush({ account: pushAccount, query, body });
      if (!opened.ok) {
        response.writeHead(403).end('refused');
        return;
      }
      const { Event: event, CreateTime: created } = JSON.parse(opened.message) as {
        Event: string;
        CreateTime: number;
      };
      await save({ appId: account.appId, event, created, message: opened.message });
      response.end('success');
    };
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        receive(request, response, Buffer.concat(chunks)).catch(() =>
          response.writeHead(503).end('try again'),
        );
      });
    });
    return listenLocally(server);
  },
};

export type BareGatewayCommands = typeof commands;

serve(commands);
