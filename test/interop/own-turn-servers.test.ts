import { expect, it } from 'vitest';
import { Subscriber } from '../../lib/client/subscribing/subscriber.js';
import { ExampleRoom } from '../helpers/rigs/example-room.js';
import { TurnServer } from './helpers/turn-server.js';

it('examples/own-turn-servers publishes through the relay it is given', async () => {
  const user = { username: 'ann', credential: 'correct horse' };
  await using turn = await TurnServer.start(user);
  await using room = await ExampleRoom.open();
  const { peer, log, context } = room;
  let told: () => void;
  const relayed = new Promise<void>((resolve) => {
    told = resolve;
  });
  const done = room.run('own-turn-servers', {
    env: {
      TURN_URL: turn.url(),
      TURN_USERNAME: user.username,
      TURN_CREDENTIAL: user.credential,
    },
    onLine: (line) => {
      if (line === 'a receiver is reached by relay') told();
    },
  });
  const { stream } = await log.until('streamReceived');
  const subscriber = new Subscriber(context, stream);
  await peer.subscribe(subscriber);
  using picture = await subscriber.snapshot();
  expect([picture.width, picture.height]).toEqual([320, 240]);
  await relayed;
  await room.dismiss(stream.connection);
  expect(await done).toMatchObject({
    code: 0,
    stdout: 'publishing\na receiver is reached by relay\n',
    stderr: '',
  });
});
