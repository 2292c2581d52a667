import { join, resolve } from 'node:path';
import { helpOf } from '../help.js';
import { ExitCode } from '../command-error.js';
import { watchInterrupt } from '../interrupt.js';
import { parseOptions } from '../command-options.js';
import type { DemoRun } from './conduct.js';
import { findingsOf, type DemoSummary, type Findings } from './summary.js';
import { bitrates } from '../../measure/timeline.js';
import { demoOptions, type DemoOptions } from './demo-options.js';
import { liveLine } from './live-line.js';
import { PlotUnavailableError, writePlot } from '../../measure/plot.js';
import { summaryTable } from './summary-table.js';
import { runDemo } from './run.js';

const summaryText =
  'Starts a session server and two processes on this machine that exchange video, sound and signals through it, and\n' +
  'measures what arrives.';

/** `webrtc-session demo` */
export async function demo(argv: readonly string[]): Promise<number> {
  const options = parseOptions(demoOptions, argv);
  if (options.help) {
    process.stdout.write(helpOf('demo', summaryText, demoOptions));
    return ExitCode.Ok;
  }
  // With --json stdout is for a program.
  const report = options.json ? process.stderr : process.stdout;
  let kill: (() => void) | undefined;
  using interrupt = watchInterrupt(() => kill?.());
  try {
    const run = await runDemo(options, {
      signal: interrupt.signal,
      onSecond: (record) => {
        const line = liveLine(record);
        if (report.isTTY && line !== '') report.write(`${line}\n`);
      },
      onChildren: (killChildren) => {
        kill = killChildren;
      },
    });
    const findings = findingsOf(run);
    const plot = await drawPlot(options, run, findings);
    report.write(summaryTable(findings.summary, plot));
    if (options.json) process.stdout.write(`${JSON.stringify(jsonOf(findings.summary, plot))}\n`);
    return run.exitCodes.every((code) => code === 0) ? ExitCode.Ok : ExitCode.Failure;
  } catch (error) {
    if (interrupt.exitCode !== undefined) return interrupt.exitCode;
    throw error;
  }
}

/** The members in the order that the documentation lists them in. */
function jsonOf(summary: DemoSummary, plot: string | null): object {
  const { snapshot, snapshotFrame, recording, exitCodes, ...figures } = summary;
  return { ...figures, snapshot, plot, exitCodes, snapshotFrame, recording };
}

/** The plot's path, or null after a line on stderr that says why there is none. */
async function drawPlot(
  { out, lowLatency }: DemoOptions,
  { record }: DemoRun,
  { summary, latencies }: Findings,
): Promise<string | null> {
  const path = join(resolve(out), 'plot.png');
  const { codec, width, height, fps, latencyMs } = summary;
  const title = `${codec?.toUpperCase() ?? 'Video'} ${width} × ${height}, ${fps.toFixed(1)} frames per second`;
  const subtitle = latencyMs
    ? `latency of each frame (dots) and their median${lowLatency ? ' with --low-latency' : ''}: ` +
      `p50 ${latencyMs.p50.toFixed(0)} ms, p95 ${latencyMs.p95.toFixed(0)} ms`
    : 'the frames could not be recognised: no latency';
  try {
    await writePlot(path, {
      title,
      subtitle,
      latencies,
      bitrates: bitrates(record.transport, record.frames.startUs ?? 0),
    });
    return path;
  } catch (error) {
    if (!(error instanceof PlotUnavailableError)) throw error;
    process.stderr.write(`no plot: ${error.message}\n`);
    return null;
  }
}
