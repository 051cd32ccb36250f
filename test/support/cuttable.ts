import { connect, createServer, type Socket } from 'node:net';

/** A way to a server that can be cut, made silent and mended. */
export async function openCuttable(host: string, port: number) {
  let state: 'open' | 'cut' | 'silent' = 'open';
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    sockets.add(near);
    near.on('error', () => {});
    if (state === 'cut') return void near.destroy();
    const far = connect(port, host);
    sockets.add(far);
    far.on('error', () => near.destroy());
    near.on('data', (bytes) => state === 'open' && far.write(bytes));
    far.on('data', (bytes) => state === 'open' && near.write(bytes));
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    cut(): void {
      state = 'cut';
      for (const socket of sockets) socket.destroy();
    },
    silence(): void {
      state = 'silent';
    },
    mend(): void {
      state = 'open';
      // What was swallowed never comes.
      for (const socket of sockets) socket.destroy();
    },
    close(): void {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
