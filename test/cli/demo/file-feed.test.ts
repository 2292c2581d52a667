import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nowUs } from '../../../lib/measure/now-us.js';
import { settleUs } from '../../../lib/cli/demo/feed/feed.js';
import type { SentFrame } from '../../../lib/measure/frame-tracker.js';
import { FileFeed } from '../../../lib/cli/demo/feed/file-feed.js';
import { probeMediaFile } from '../../../lib/cli/demo/feed/media-file.js';
import { canMakeMedia, makeTalk, temporaryFolder } from '../helpers/media.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let talk: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  talk = await makeTalk(folder.path, { seconds: 2, size: '320x180', fps: 25 });
});
afterAll(() => folder[Symbol.asyncDispose]());

const open = async (seconds: number): Promise<FileFeed> =>
  FileFeed.open(await probeMediaFile(talk), { seconds });

describe.runIf(canMakeMedia)('FileFeed, over ffmpeg', () => {
  it('has the size, rate and channels of the file', async () => {
    const feed = await open(1);
    expect(feed.video).toMatchObject({ width: 320, height: 180, fps: 25 });
    expect(feed.audio).toMatchObject({ sampleRate: 48_000, channels: 1 });
    feed[Symbol.dispose]();
  });

  it('plays every picture in order, none before its time', async () => {
    const feed = await open(1);
    const frames: SentFrame[] = [];
    const startUs = nowUs() + settleUs;
    await feed.play((frame) => frames.push(frame), new AbortController().signal);
    feed[Symbol.dispose]();
    expect(frames.map(({ index }) => index)).toEqual([...Array(25).keys()]);
    for (const { index, mediaUs, sentUs } of frames) {
      expect(mediaUs).toBe(index * 40_000);
      // A timer may be a millisecond early. How late a picture is depends on what else the machine does.
      expect(sentUs - startUs).toBeGreaterThan(mediaUs - 2000);
    }
  });

  it('ends with its signal while it shows the first picture', async () => {
    const feed = await open(1);
    const controller = new AbortController();
    const leadIn = feed.leadIn(controller.signal);
    controller.abort();
    await expect(leadIn).rejects.toMatchObject({ name: 'AbortError' });
    feed[Symbol.dispose]();
  });

  it('ends with its signal while it plays, and ffmpeg with it', async () => {
    const feed = await open(2);
    const controller = new AbortController();
    const played = feed.play(() => {
      controller.abort();
    }, controller.signal);
    await expect(played).rejects.toMatchObject({ name: 'AbortError' });
    feed[Symbol.dispose]();
  });

  it('tells what goes wrong while it plays', async () => {
    const feed = await open(1);
    const played = feed.play(() => {
      throw new Error('no room for frames');
    }, new AbortController().signal);
    await expect(played).rejects.toThrow('no room for frames');
    feed[Symbol.dispose]();
  });
});
