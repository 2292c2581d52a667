import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PlotUnavailableError, writePlot, type PlotData } from '../../../lib/measure/plot.js';
import { temporaryFolder } from '../helpers/media.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

const level = (value: number): PlotData['latencies'] =>
  Array.from({ length: 40 }, (_, at) => ({ seconds: at / 8, value }));

const data: PlotData = { title: 'Title', subtitle: '', latencies: level(20), bitrates: level(2) };

describe('writePlot', () => {
  it('draws latency above bitrate on white', async () => {
    const path = join(folder.path, 'plot.png');
    await writePlot(path, data);
    const { width, height, channels, data: pixels } = decode(await readFile(path));
    expect([width, height, channels]).toEqual([1800, 1000, 4]);
    expect([...pixels.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
    // Down the middle, away from all text: where is most blue, where most green?
    const rows = (isLine: (r: number, g: number, b: number) => boolean): number[] =>
      Array.from({ length: height }, (_, y) => y).filter((y) => {
        const [r = 0, g = 0, b = 0] = pixels.subarray((y * width + 1000) * 4);
        return isLine(r, g, b);
      });
    const latency = rows((r, g, b) => b > 180 && r < 120 && g < 120);
    const bitrate = rows((r, g) => r < 60 && g > 120);
    expect(latency.length).toBeGreaterThan(2);
    expect(bitrate.length).toBeGreaterThan(2);
    expect(Math.max(...latency)).toBeLessThan(Math.min(...bitrate));
  });

  it('draws a run in which nothing arrived', async () => {
    const path = join(folder.path, 'empty.png');
    await writePlot(path, { ...data, latencies: [], bitrates: [] });
    expect(decode(await readFile(path)).width).toBe(1800);
  });

  it('says what to install if it cannot draw', async () => {
    vi.doMock('@napi-rs/canvas', () => {
      throw new Error('Cannot find package');
    });
    const failure = writePlot(join(folder.path, 'none.png'), data);
    await expect(failure).rejects.toThrow(PlotUnavailableError);
    await expect(failure).rejects.toThrow('npm install chart.js @napi-rs/canvas');
    vi.doUnmock('@napi-rs/canvas');
  });
});
