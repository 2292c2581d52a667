import { createSessionServer } from '../../../lib/server/index.js';
import { report, type ServerSetup } from './messages.js';

/** A session server as a process of its own: `node server.mjs <setup as JSON>`. Tells its cost when asked. */
const setup = JSON.parse(process.argv[2] ?? '{}') as ServerSetup;
const server = await createSessionServer(setup);
const sessions = await Promise.all(
  setup.projects.map(async ({ apiKey }) => {
    return [apiKey, (await server.createSession({ apiKey })).sessionId] as const;
  }),
);
const began = process.cpuUsage();
process.on('message', () => {
  const { user, system } = process.cpuUsage(began);
  const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
  report({ memoryMb, cpuMs: Math.round((user + system) / 1000) });
});
process.once('disconnect', () => process.exit());
report({ url: server.url, sessions: Object.fromEntries(sessions) });
