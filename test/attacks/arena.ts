import type { Attack } from './attack.js';
import { Child } from './child.js';
import type {
  AttackerReport,
  BystanderReport,
  ServerCost,
  ServerReady,
  ServerSetup,
} from './processes/messages.js';

/** The attacker's project, and in its session the bystander too if it is to be there. */
const attacked = { apiKey: '100', apiSecret: 'known to the attacker if it has a project' };
const other = { apiKey: '200', apiSecret: 'known to the bystander alone' };

/** What somebody with a real server would have, but for the wait until somebody is taken for dead. */
const timers = { handshakeMs: 10_000, graceMs: 1000 };

const durationMs = 2500;
const quietMs = 2000;

/** V8 may not take more, so that what holds memory ends the process instead of growing slowly. */
const heap = ['--max-old-space-size=256'];

export interface Outcome {
  readonly attacker: AttackerReport;
  readonly bystander: BystanderReport;
  readonly server: ServerCost;
  /** What the server's process ended with, if it did. */
  readonly serverEnd: string | undefined;
}

/** A server under an attack, and a bystander. Without one: the bystander alone, for comparison. */
export async function run(name?: string, attack?: Attack): Promise<Outcome> {
  const setup: ServerSetup = {
    projects: [attacked, other].map(({ apiKey, apiSecret: secret }) => ({ apiKey, secret })),
    timers: { ...timers, ...attack?.timers },
    limits: { ...attack?.limits },
  };
  await using server = await Child.start('server', setup, heap);
  const { url, sessions } = await server.next<ServerReady>();
  const project = attack?.bystander === 'in the same session' ? attacked : other;
  const sessionOf = ({ apiKey }: typeof project): string => sessions[apiKey] ?? '';
  await using bystander = await Child.start('bystander', {
    ...{ url, project, sessionId: sessionOf(project), from: '127.0.0.1' },
  });
  await bystander.next();
  let attacker: AttackerReport = {};
  if (attack === undefined) {
    await new Promise((resolve) => setTimeout(resolve, quietMs));
  } else {
    await using child = await Child.start('attacker', {
      ...{ url, project: attacked, sessionId: sessionOf(attacked), from: '127.0.0.2' },
      ...{ attack: name, durationMs },
    });
    attacker = await child.next<AttackerReport>();
  }
  bystander.tell('stop');
  const seen = await bystander.next<BystanderReport>();
  server.tell('cost');
  const cost = await server.next<ServerCost>();
  return { attacker, bystander: seen, server: cost, serverEnd: server.end };
}
