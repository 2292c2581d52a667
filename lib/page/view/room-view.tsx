import { useEffect, useReducer, useState } from 'preact/hooks';
import type { Credentials } from '../model/credentials.js';
import { Room } from '../model/room.js';
import { LogPanel } from './log-panel.js';
import { PublishBar } from './publish-bar.js';
import { Toolbar } from './toolbar.js';
import { OwnTile, VideoTile } from './video-tile.js';

/** A session: who is there, what they publish, what happens. */
export function RoomView({ credentials }: { readonly credentials: Credentials }) {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [room] = useState(
    () =>
      new Room(credentials, () => {
        redraw(undefined);
      }),
  );
  useEffect(() => {
    void room.join();
    const leave = (): void => {
      room.dispose();
    };
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [room]);

  const tiles = [...room.tiles.values()];
  const alone = tiles.length === 0 && !room.published;
  return (
    <>
      <Toolbar room={room} />
      <PublishBar room={room} />
      <main class="columns">
        <section class="tiles" aria-label="Streams">
          {room.published && <OwnTile room={room} published={room.published} />}
          {tiles.map((tile) => (
            <VideoTile
              key={tile.stream.id}
              room={room}
              tile={tile}
              samples={tile.stats.samples.length}
            />
          ))}
          {alone && (
            <p class="notice">
              Nobody publishes yet. Choose a source above, or run{' '}
              <code>npx webrtc-session join --dev</code> in another terminal.
            </p>
          )}
        </section>
        <LogPanel room={room} />
      </main>
    </>
  );
}
