import { createServer } from 'vite';

// The development server of the dashboard as a process of its own; it tells its parent where it listens, which is another
// port than the given one where that is taken, and ends with its parent, whose channel closes then.
const [, , root = '', port = ''] = process.argv;

const server = await createServer({ root, clearScreen: false, logLevel: 'warn', server: { port: Number(port) } });
await server.listen();
process.send?.({ url: server.resolvedUrls?.local[0] });
process.once('disconnect', () => {
  const end = (): never => process.exit(0);
  server.close().then(end, end);
});
