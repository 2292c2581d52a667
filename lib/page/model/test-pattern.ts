/** Media that the page makes by itself: for a machine without a camera, and for tests. */
export interface TestMedia extends Disposable {
  readonly video: MediaStreamTrack;
  readonly audio: MediaStreamTrack;
}

const width = 640;
const height = 360;
const fps = 30;
const bars = ['#ffffff', '#facc15', '#22d3ee', '#22c55e', '#d946ef', '#ef4444', '#3b82f6'];

/** Colour bars with a moving mark and a clock, and a quiet tone of 440 Hz. */
export function createTestMedia(): TestMedia {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser has no canvas');
  const timer = setInterval(() => {
    draw(context, Date.now());
  }, 1000 / fps);
  draw(context, Date.now());
  const [video] = canvas.captureStream(fps).getVideoTracks();

  const sound = new AudioContext();
  const [tone, volume] = [sound.createOscillator(), sound.createGain()];
  const output = sound.createMediaStreamDestination();
  tone.frequency.value = 440;
  volume.gain.value = 0.1;
  tone.connect(volume).connect(output);
  tone.start();
  const [audio] = output.stream.getAudioTracks();
  if (!video || !audio) throw new Error('this browser captures no canvas');
  return {
    video,
    audio,
    [Symbol.dispose]() {
      clearInterval(timer);
      video.stop();
      void sound.close();
    },
  };
}

function draw(context: CanvasRenderingContext2D, now: number): void {
  const bar = width / bars.length;
  for (const [index, colour] of bars.entries()) {
    context.fillStyle = colour;
    context.fillRect(Math.floor(index * bar), 0, Math.ceil(bar), height);
  }
  context.fillStyle = '#0f172a';
  context.fillRect(((now % 4000) / 4000) * width, 0, 6, height);
  context.fillRect(0, height - 60, width, 60);
  context.fillStyle = '#ffffff';
  context.font = '32px ui-monospace, monospace';
  context.fillText(new Date(now).toISOString().slice(11, 23), 20, height - 20);
}
