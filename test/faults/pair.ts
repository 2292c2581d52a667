import { expect } from 'vitest';
import type { GenerateTokenOptions, SessionServerOptions } from '../../lib/server/index.js';
import type { Actor } from './random/actor.js';
import { Call } from './call.js';
import type { Host } from './network/netns.js';

/** From the return of the network until messaging is back, milliseconds. */
export const resumedWithin = 1500;
/** The same until pictures come again. */
export const mediaWithin = 2000;

export interface Pair {
  readonly call: Call;
  readonly server: Actor;
  readonly serverHost: Host;
  readonly ann: Actor;
  readonly bob: Actor;
  readonly bobsHost: Host;
}

export interface PairOptions {
  readonly server?: SessionServerOptions;
  readonly bobsToken?: Pick<GenerateTokenOptions, 'expiresInSeconds'>;
}

const picture = { width: 160, height: 120, fps: 15 };
/** Two seconds: a receiver has learned the pace of the frames. After the first one alone it would still be guessing. */
const framesOfACall = 30;

/** Two clients who see each other, on hosts of their own, while `act` is under way. */
export async function inCall(
  act: (pair: Pair) => Promise<void>,
  options: PairOptions = {},
): Promise<void> {
  await using call = await Call.open();
  const serverHost = await call.network.host('server');
  const annsHost = await call.network.host('ann');
  const bobsHost = await call.network.host('bob');
  const server = await call.serve(serverHost, options.server);
  const { address } = serverHost;
  const [ann, bob] = await Promise.all([
    call.join(annsHost, address, { publish: picture }),
    call.join(bobsHost, address, { publish: picture, ...options.bobsToken }),
  ]);
  // A picture may be there before the connection is told of.
  const seeing = [ann, bob].flatMap((each) => [
    each.sees(framesOfACall),
    each.event('subscriber connected'),
  ]);
  await Promise.all(seeing);
  await act({ call, server, serverHost, ann, bob, bobsHost });
}

/** Nobody but the one whose network failed has noticed more than a picture that stood still. */
export function expectUndisturbed(client: Actor, since: number): void {
  const noticed = client.events(since).filter((name) => !name.startsWith('subscriber stream'));
  expect(noticed).toEqual([]);
}
