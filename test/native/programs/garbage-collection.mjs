/** Collects garbage in the middle of a call whose objects nobody refers to. */
import { binding, collectGarbage, connect } from './call.mjs';

const engine = new binding.Engine();
let frames = 0;
connect(engine, {
  onTrack: (track) => {
    if (track.kind !== 'video') return;
    new binding.VideoSink(track, (frame) => {
      frame.clone();
      collectGarbage();
      frames += 1;
      if (frames !== 10) return;
      console.log('flowing');
      engine.close();
      collectGarbage();
    });
  },
});
