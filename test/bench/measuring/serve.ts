import { messageOf } from '@tongbu/platform';
import type { Commands, Reply, Request } from './program';

/** Does in this process what its parent asks for through {@link Program.ask}, and ends with it. */
export function serve(commands: Commands): void {
  process.once('disconnect', () => process.exit(0));
  process.on('message', (request: Request) => void answer(commands, request));
}

async function answer(commands: Commands, { id, name, args }: Request): Promise<void> {
  let reply: Reply;
  try {
    const command = commands[name];
    if (command === undefined) throw new Error(`no command ${name}`);
    reply = { id, ok: true, value: await command(...(args as never[])) };
  } catch (error) {
    reply = { id, ok: false, message: messageOf(error) };
  }
  process.send?.(reply);
}
