import { connect } from 'node:net';

/** Sends as it is told, and gives what came back once the gateway has closed. */
export function rawConnection(
  gateway: string,
  send: (write: (text: string) => void, end: () => void) => void,
): Promise<string> {
  const { hostname, port } = new URL(gateway);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let heard = '';
    socket.on('data', (bytes) => (heard += bytes));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(heard));
    send(
      (text) => socket.writable && socket.write(text),
      () => socket.end(),
    );
  });
}
