import { createSessionServer } from '../../../lib/server/index.js';
import { report, type ServerSetup } from './messages.js';

/** A session server as a process of its own: `node server.mjs <setup as JSON>`. Ends with its parent. */
const setup = JSON.parse(process.argv[2] ?? '{}') as ServerSetup;
const server = await createSessionServer(setup);
report({ kind: 'ready', url: server.url });
process.once('disconnect', () => process.exit());
