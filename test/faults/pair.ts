import type { GenerateTokenOptions } from '../../lib/server/index.js';
import type { Actor } from './actor.js';
import { Call } from './call.js';
import type { Host } from './netns.js';

export interface Pair {
  readonly call: Call;
  readonly ann: Actor;
  readonly bob: Actor;
  readonly bobsHost: Host;
}

const picture = { width: 160, height: 120, fps: 15 };

/** Two clients who see each other, on hosts of their own, while `act` is under way. */
export async function inCall(
  act: (pair: Pair) => Promise<void>,
  bobsToken: Pick<GenerateTokenOptions, 'expiresInSeconds'> = {},
): Promise<void> {
  await using call = await Call.open();
  const serverHost = await call.network.host('server');
  const annsHost = await call.network.host('ann');
  const bobsHost = await call.network.host('bob');
  await call.serve(serverHost);
  const { address } = serverHost;
  const [ann, bob] = await Promise.all([
    call.join(annsHost, address, { publish: picture }),
    call.join(bobsHost, address, { publish: picture, ...bobsToken }),
  ]);
  await Promise.all([ann.frame(), bob.frame()]);
  await act({ call, ann, bob, bobsHost });
}
