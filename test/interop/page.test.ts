import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Publisher,
  Subscriber,
  TestPatternVideoSource,
  ToneAudioSource,
  type Session,
  type Stream,
} from '../../lib/index.js';
import { chromiumArguments } from './helpers/chromium.js';
import { NativeRoom } from './helpers/native-room.js';
import { startTimeoutMs } from './helpers/page-server.js';

const images = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const patience = { timeout: 60_000, interval: 100 };

/** One visit, in the order of the tests. */
describe('the page of the server in Chromium, with a native client', () => {
  let room: NativeRoom;
  let session: Session;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    room = await NativeRoom.open({ page: true });
    session = await room.join();
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: chromiumArguments,
      timeout: startTimeoutMs,
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 820 } });
    page.setDefaultTimeout(60_000);
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    const publisher = new Publisher(room.context, {
      name: 'Node on the desktop',
      video: new TestPatternVideoSource({ width: 640, height: 360, fps: 30 }),
      audio: new ToneAudioSource({ frequency: 440, amplitude: 0.3 }),
    });
    await session.publish(publisher);
  });
  afterAll(async () => {
    await browser.close();
    await room[Symbol.asyncDispose]();
  });

  it('joins by a link, whose code is gone from the address bar', async () => {
    const { sessionId, server } = room;
    const link = await server.createPageLink(sessionId, { name: 'dev', role: 'moderator' });
    await page.goto(link);
    await page.getByRole('status').getByText('joined').waitFor();
    expect(page.url()).toBe(`${server.url}/s/dev`);
  });

  it('shows the native stream: moving video, its name, codec, size and figures', async () => {
    const tile = page.getByRole('article', { name: 'Stream of Node on the desktop' });
    await tile.waitFor();
    await tile.getByText(/VP8 640×360 · \d+ fps · \d+\.\d\d Mbit\/s/).waitFor();
    const times = new Set<number>();
    await expect
      .poll(async () => {
        times.add(
          await tile.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime),
        );
        return times.size;
      }, patience)
      .toBeGreaterThan(3);
    // A browser decodes audio only for somebody who listens.
    await tile.getByRole('button', { name: 'Listen' }).click();
    await expect
      .poll(
        () => tile.getByRole('meter').evaluate((meter: HTMLMeterElement) => meter.value),
        patience,
      )
      .toBeGreaterThan(0.3);
  });

  it('publishes its test pattern, which the native client receives', async () => {
    const received = new Promise<Stream>((resolve) => {
      session.once('streamReceived', ({ stream }) => {
        resolve(stream);
      });
    });
    await page.getByLabel('Name').fill('Browser');
    await page.getByRole('button', { name: 'Publish' }).click();
    const stream = await received;
    expect(stream).toMatchObject({ name: 'Browser', videoSourceType: 'custom' });
    const subscriber = new Subscriber(room.context, stream);
    await session.subscribe(subscriber);
    const { width, height } = await subscriber.snapshot();
    expect(width / height).toBeCloseTo(16 / 9, 1);
    const muted = new Promise<unknown>((resolve) => {
      subscriber.once('videoDisabled', resolve);
    });
    await page.getByRole('button', { name: 'Mute video' }).click();
    await muted;
    await page.getByRole('button', { name: 'Unmute video' }).click();
  });

  it('sends and shows signals', async () => {
    const signal = new Promise<unknown>((resolve) => {
      session.once('signal', resolve);
    });
    await page.getByLabel('Signal type').fill('chat');
    await page.getByLabel('Signal data').fill('Hello from the page');
    await page.getByLabel('Signal data').press('Enter');
    expect(await signal).toMatchObject({ type: 'chat', data: 'Hello from the page' });
    await session.sendSignal('chat', 'Hello from Node');
    await page.getByRole('log').getByText('chat: Hello from Node').waitFor();
  });

  it('is used by the keyboard alone', async () => {
    const names = new Set<string>();
    for (let presses = 0; presses < 20; presses += 1) {
      await page.keyboard.press('Tab');
      names.add(
        await page.evaluate(
          () =>
            document.activeElement?.getAttribute('aria-label') ??
            document.activeElement?.textContent ??
            '',
        ),
      );
    }
    for (const name of ['Copy code', 'Leave', 'Mute audio', 'Signal data', 'Silence']) {
      expect(names).toContain(name);
    }
  });

  it('looks as in the documentation', async () => {
    const chart = page.getByRole('img', { name: /Bitrate and frame rate of Node on the desktop/ });
    await expect
      .poll(() => page.locator('article .figures').first().textContent(), patience)
      .toMatch(/1 other/);
    await chart.waitFor();
    mkdirSync(images, { recursive: true });
    await page.screenshot({ path: `${images}page.png` });
  });

  it('fits a telephone, and a session that is joined stays joined when it is loaded again', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
    ).toBe(true);
    await page.reload();
    await page.getByRole('status').getByText('joined').waitFor();
  });

  it('says what is wrong with a link that was used', async () => {
    const other = await browser.newPage();
    const link = await room.server.createPageLink(room.sessionId);
    const { origin, pathname, hash } = new URL(link);
    await fetch(origin + pathname, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ code: hash.slice(1) }),
    });
    await other.goto(link);
    await other.getByRole('alert').getByText('used already').waitFor();
    await other.close();
  });

  it('has had no error, and asked nobody else for anything', () => {
    expect(problems).toEqual([]);
  });
});
