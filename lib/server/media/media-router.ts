import type { OpenMediaPath } from './media-path.js';
import { RelayedMedia } from './relayed-media.js';

/** What carries the media of sessions. One server has one for each media mode, and all its sessions share it. */
export interface MediaRouter {
  /** Makes the media path of a session. */
  readonly openPath: OpenMediaPath;
  /** Whether it can carry media now. What is asked of it meanwhile waits, within `timers.mediaMs`. */
  readonly isUp: boolean;
  /** Ends what it has started. Sessions have let go of their paths. */
  close(): Promise<void>;
}

/** No router at all: media goes from client to client. */
export const relayedRouter: MediaRouter = {
  openPath: (session) => new RelayedMedia(session),
  isUp: true,
  close: () => Promise.resolve(),
};
