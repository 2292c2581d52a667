/** A call until its first frame, which asks for no lines of the log. */
import { binding, connect } from './call.mjs';

const engine = new binding.Engine();
connect(engine, {
  onTrack: (track) => {
    if (track.kind === 'video') new binding.VideoSink(track, () => engine.close());
  },
});
