import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { Sample } from '../model/stream-stats.js';

interface StreamChartProps {
  readonly samples: readonly Sample[];
  /** How many there are: they are added to in place. */
  readonly count: number;
  readonly name: string;
}

const height = 96;

/** The library's enumeration of sides exists for the compiler only. */
const [right, left] = [1, 3] as unknown as [uPlot.Axis.Side, uPlot.Axis.Side];

/** Bitrate and frame rate over the last two minutes. */
export function StreamChart({ samples, count, name }: StreamChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const made = new uPlot(optionsFor(element.clientWidth), dataOf([]), element);
    chart.current = made;
    const observer = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, []);
  useEffect(() => {
    chart.current?.setData(dataOf(samples));
  }, [samples, count]);
  const last = samples.at(-1);
  const said = last ? `${last.mbps.toFixed(2)} Mbit/s, ${last.fps.toFixed(0)} fps` : 'no data yet';
  return (
    <div
      ref={box}
      class="chart"
      role="img"
      aria-label={`Bitrate and frame rate of ${name}: ${said}`}
    />
  );
}

function dataOf(samples: readonly Sample[]): uPlot.AlignedData {
  return [
    samples.map(({ at }) => at),
    samples.map(({ mbps }) => mbps),
    samples.map(({ fps }) => fps),
  ];
}

function optionsFor(width: number): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name);
  const axis = (scale: string, side: uPlot.Axis.Side, stroke: string): uPlot.Axis => ({
    ...{ scale, side, stroke, size: 34, font: '10px system-ui', ticks: { show: false } },
    grid: { show: true, stroke: colour('--line'), width: 1 },
    space: 24,
  });
  const zeroUp: uPlot.Scale = { range: (_chart, _min, max) => [0, Math.max(max * 1.15, 0.1)] };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: { mbps: zeroUp, fps: zeroUp },
    axes: [
      { show: false },
      axis('mbps', left, colour('--first')),
      { ...axis('fps', right, colour('--second')), grid: { show: false } },
    ],
    series: [
      {},
      { scale: 'mbps', stroke: colour('--first'), width: 2, points: { show: false } },
      { scale: 'fps', stroke: colour('--second'), width: 2, points: { show: false } },
    ],
  };
}
