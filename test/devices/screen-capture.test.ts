import { readdirSync } from 'node:fs';
import { platform } from 'node:process';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { CaptureObserver, LocalTrack } from '../../lib/media/engine.js';
import { NativeEngine } from '../../lib/node/binary/native-engine.js';
import { psnr, read } from '../native/helpers/pixels.js';
import { until } from '../helpers/until.js';
import { switchOff } from './helpers/monitor.js';
import { testPicture } from './helpers/pictures.js';
import { drawOnRoot, type Picture } from './helpers/root-window.js';
import { XServer } from './helpers/x-server.js';

const width = 640;
const height = 360;
const fps = 20;

/** The engine's own conversion of what was drawn. */
function i420Of({ width, height, pixels }: Picture): Uint8Array {
  const frame = engine.createFrame({ format: 'bgra', width, height, data: pixels });
  const converted = read(frame, 'i420');
  frame.close();
  return converted;
}

const engine = new NativeEngine();
const observer = { resized: vi.fn(), ended: vi.fn() } satisfies CaptureObserver;
const tracks: LocalTrack[] = [];

function capture(screenId: string, cursor = false): LocalTrack {
  const track = engine.createScreenTrack({ screenId, fps, cursor }, observer);
  tracks.push(track);
  return track;
}

/** Resolves with the first frame that `wanted` is true of, as I420. */
async function frameOf(
  track: LocalTrack,
  wanted: (pixels: Uint8Array) => boolean,
): Promise<Uint8Array> {
  let found: Uint8Array | undefined;
  const sink = engine.openVideoSink(track, (frame) => {
    const pixels = read(frame, 'i420');
    if (wanted(pixels)) found ??= pixels;
  });
  await until(() => found !== undefined);
  sink.close();
  return found ?? new Uint8Array();
}

afterEach(() => {
  for (const track of tracks.splice(0)) track.close();
  vi.clearAllMocks();
});
afterAll(() => {
  engine.close();
});

describe.runIf(platform === 'linux')('a screen under X11', () => {
  let server: XServer;
  let screenId = '';
  beforeAll(async () => {
    server = await XServer.start(width, height);
    process.env['DISPLAY'] = server.display;
    const [screen] = await engine.listScreens();
    screenId = screen?.id ?? '';
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  test('is listed with its size', async () => {
    expect(await engine.listScreens()).toEqual([
      { id: expect.stringMatching(/^screen:\d+$/) as string, name: 'screen', width, height },
    ]);
  });

  test('is captured as it is, and as it is later', async () => {
    const pictures = [testPicture(width, height), testPicture(width, height, 1)];
    const track = capture(screenId);
    for (const picture of pictures) {
      await drawOnRoot(server.display, picture);
      const expected = i420Of(picture);
      await frameOf(track, (pixels) => psnr(pixels, expected) === Infinity);
    }
    expect(observer.resized).toHaveBeenCalledExactlyOnceWith(width, height);
    expect(observer.ended).not.toHaveBeenCalled();
  });

  test('shows the mouse pointer if that is wanted', async () => {
    const picture = testPicture(width, height);
    await drawOnRoot(server.display, picture);
    const expected = i420Of(picture);
    const shown = await frameOf(capture(screenId, true), (pixels) => pixels.length > 0);
    // An arrow of some pixels in the middle of the screen.
    expect(psnr(shown, expected)).toBeGreaterThan(20);
    expect(psnr(shown, expected)).toBeLessThan(Infinity);
  });

  test('is captured at the rate that was asked for', async () => {
    const times: number[] = [];
    const sink = engine.openVideoSink(capture(screenId), (frame) => times.push(frame.timestampUs));
    // How long the last of each second's worth of frames took. Any will do: a machine that is busy with something else
    // delays some.
    const lasted = () => ((times.at(-1) ?? 0) - (times.at(-1 - fps) ?? 0)) / 1e6;
    await until(() => times.length > fps && lasted() > 0.9 && lasted() < 1.3);
    sink.close();
  });

  test('can be captured twice at once, and any number of times one after the other', async () => {
    const expected = i420Of(testPicture(width, height));
    await drawOnRoot(server.display, testPicture(width, height));
    const threads = () => readdirSync('/proc/self/task').length;
    const shown = (pixels: Uint8Array) => psnr(pixels, expected) === Infinity;
    await Promise.all([frameOf(capture(screenId), shown), frameOf(capture(screenId), shown)]);
    for (const track of tracks.splice(0)) track.close();
    const before = threads();
    for (let i = 0; i < 10; i++) {
      const track = capture(screenId);
      await frameOf(track, shown);
      track.close();
    }
    // The kernel lists a thread for a moment after it was joined.
    await until(() => threads() <= before);
  });

  test('says nothing after it was closed', async () => {
    const track = capture(screenId);
    await until(() => observer.resized.mock.calls.length > 0);
    track.close();
    const frames = vi.fn();
    expect(() => engine.openVideoSink(track, frames)).toThrow('the track is closed');
    expect(observer.ended).not.toHaveBeenCalled();
  });

  test.each(['screen:7777777', 'screen:', 'screen:1x', 'window:1', ''])(
    'that is not there (%j) is told of',
    async (id) => {
      capture(id);
      await until(() => observer.ended.mock.calls.length > 0);
      expect(observer.ended).toHaveBeenCalledExactlyOnceWith(
        'there is no screen with this id, or no window system',
      );
    },
  );

  test('that goes away ends the capture, and not the process', async () => {
    await using doomed = await XServer.start(width, height);
    process.env['DISPLAY'] = doomed.display;
    const [screen] = await engine.listScreens();
    capture(screen?.id ?? '');
    await until(() => observer.resized.mock.calls.length > 0);
    await doomed.kill();
    await until(() => observer.ended.mock.calls.length > 0);
    expect(observer.ended).toHaveBeenCalledExactlyOnceWith(
      'the screen, or the window system, is gone',
    );
    process.env['DISPLAY'] = server.display;
  });

  test('that is switched off ends the capture after a while', async () => {
    await using other = await XServer.start(width, height);
    process.env['DISPLAY'] = other.display;
    const [screen] = await engine.listScreens();
    let lastUs = 0;
    const track = capture(screen?.id ?? '');
    engine.openVideoSink(track, (frame) => (lastUs = frame.timestampUs));
    await until(() => lastUs > 0);
    await switchOff(other.display);
    expect(await engine.listScreens()).toEqual([]);
    await until(() => observer.ended.mock.calls.length > 0);
    // A frame's time is that of this clock. Two seconds are the engine's patience.
    const patienceUs = Number(process.hrtime.bigint() / 1000n) - lastUs;
    expect(patienceUs).toBeGreaterThan(1_500_000);
    expect(observer.ended).toHaveBeenCalledExactlyOnceWith(
      'the screen was switched off or unplugged',
    );
    process.env['DISPLAY'] = server.display;
  });

  test('is not there without a window system', async () => {
    delete process.env['DISPLAY'];
    expect(await engine.listScreens()).toEqual([]);
    capture(screenId);
    await until(() => observer.ended.mock.calls.length > 0);
    process.env['DISPLAY'] = server.display;
  });
});

describe('the lists of devices', () => {
  test('there is no camera on a machine without one', async () => {
    expect(await engine.listCameras()).toEqual([]);
  });
});
