import { writeFile } from 'node:fs/promises';
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { ChartConfiguration, ChartDataset, Plugin } from 'chart.js';
import { medians, type TimedValue } from './timeline.js';

/** The optional packages that draw are not installed. */
export class PlotUnavailableError extends Error {
  override readonly name = 'PlotUnavailableError';

  constructor(options?: ErrorOptions) {
    super('it needs `npm install chart.js @napi-rs/canvas`', options);
  }
}

export interface PlotData {
  readonly title: string;
  readonly subtitle: string;
  /** Milliseconds, one for each frame. */
  readonly latencies: readonly TimedValue[];
  /** Megabits per second. */
  readonly bitrates: readonly TimedValue[];
}

/** Pixels on screen; the file has twice as many. */
const width = 900;
const height = 500;

const ink = '#1f2937';
const muted = '#6b7280';
const grid = '#e5e7eb';
const latencyColour = '#4f46e5';
const bitrateColour = '#0d9488';

/**
 * Draws latency and bitrate over time, one above the other, into a PNG file.
 * @throws PlotUnavailableError if the drawing packages are missing: they are optional, as they are large and only the demo draws.
 */
export async function writePlot(path: string, data: PlotData): Promise<void> {
  const [{ Chart, registerables }, { createCanvas }] = await drawingPackages();
  Chart.register(...registerables);
  Chart.defaults.font.family = "'Inter', 'Segoe UI', 'Helvetica Neue', 'DejaVu Sans', sans-serif";
  Chart.defaults.color = muted;
  const canvas = createCanvas(width, height);
  // It has what Chart.js uses of a browser's canvas, whose type is known in a page only.
  const chart = new Chart(canvas, configuration(data));
  await writeFile(path, canvas.toBuffer('image/png'));
  chart.destroy();
}

async function drawingPackages() {
  try {
    return await Promise.all([import('chart.js'), import('@napi-rs/canvas')]);
  } catch (cause) {
    throw new PlotUnavailableError({ cause });
  }
}

function configuration(data: PlotData): ChartConfiguration<'line', Point[]> {
  const { title, subtitle, latencies, bitrates } = data;
  const seconds = Math.max(1, latencies.at(-1)?.seconds ?? 0);
  return {
    type: 'line',
    data: {
      datasets: [
        curve('latency', latencyColour, medians(latencies, 0.25)),
        dots('latency', latencyColour, latencies),
        { ...curve('bitrate', bitrateColour, bitrates), fill: 'origin' },
      ],
    },
    options: {
      animation: false,
      responsive: false,
      devicePixelRatio: 2,
      layout: { padding: { top: 12, right: 24, bottom: 12, left: 16 } },
      scales: {
        x: {
          type: 'linear',
          min: 0,
          // A last frame that comes a little late must not add an empty second.
          max: Math.ceil(seconds - 0.25),
          title: { display: true, text: 'seconds' },
          grid: { display: false },
          border: { display: false },
        },
        // Axes of one stack share the height by weight; the first is at the bottom.
        bitrate: panel('bitrate, Mbit/s', bitrateColour, 4),
        gap: {
          axis: 'y',
          type: 'linear',
          stack: 'panels',
          stackWeight: 0.8,
          ticks: { display: false },
          grid: { display: false },
          border: { display: false },
        },
        latency: panel('latency, ms', latencyColour, 6),
      },
      plugins: {
        title: { display: true, text: title, color: ink, align: 'start', font: { size: 17 } },
        subtitle: {
          display: true,
          text: subtitle,
          align: 'start',
          padding: { top: 2, bottom: 16 },
        },
        legend: { display: false },
      },
    },
    plugins: [paper],
  };
}

/** A picture without background is unreadable where the page is dark. */
const paper: Plugin = {
  id: 'paper',
  beforeDraw(chart) {
    const ctx = chart.ctx as unknown as SKRSContext2D;
    ctx.fillStyle = '#ffffff';
    ctx.fillRect(0, 0, width, height);
  },
};

/** An axis with its part of the height to itself, from zero up. */
function panel(text: string, colour: string, stackWeight: number) {
  return {
    title: { display: true, text, color: colour, font: { weight: 600 } },
    grid: { color: grid, tickLength: 0 },
    border: { display: false },
    ticks: { padding: 8, maxTicksLimit: 6 },
    type: 'linear',
    axis: 'y',
    beginAtZero: true,
    stack: 'panels',
    stackWeight,
  } as const;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

type Line = ChartDataset<'line', Point[]>;

function points(values: readonly TimedValue[]): Point[] {
  return values.map(({ seconds, value }) => ({ x: seconds, y: value }));
}

function curve(yAxisID: string, colour: string, values: readonly TimedValue[]): Line {
  return {
    yAxisID,
    data: points(values),
    borderColor: colour,
    backgroundColor: `${colour}26`,
    borderWidth: 2,
    pointRadius: 0,
    cubicInterpolationMode: 'monotone',
  };
}

function dots(yAxisID: string, colour: string, values: readonly TimedValue[]): Line {
  return {
    yAxisID,
    data: points(values),
    showLine: false,
    borderColor: 'transparent',
    backgroundColor: `${colour}59`,
    pointRadius: 2,
  };
}
