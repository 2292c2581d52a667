import { watchTracks } from '../client/internal.js';
import type { Subscriber } from '../client/subscribing/subscriber.js';
import { RtcRemoteTrack } from './rtc-track.js';

const streams = new WeakMap<Subscriber, MediaStream>();

/**
 * What a subscriber receives, for an element: `video.srcObject = mediaStreamOf(subscriber)`. The same stream each time; its
 * tracks come when the subscriber connects and go when it ends. A kind that is switched off (`subscribeToVideo`) is not in
 * it.
 */
export function mediaStreamOf(subscriber: Subscriber): MediaStream {
  const known = streams.get(subscriber);
  if (known) return known;
  const stream = new MediaStream();
  streams.set(subscriber, stream);
  subscriber[watchTracks]((tracks) => {
    const wanted = tracks.flatMap((track) => (track instanceof RtcRemoteTrack ? track.media : []));
    for (const track of stream.getTracks()) {
      if (!wanted.includes(track)) stream.removeTrack(track);
    }
    for (const track of wanted) stream.addTrack(track);
  });
  return stream;
}
