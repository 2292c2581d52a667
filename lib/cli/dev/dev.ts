import { once } from 'node:events';
import { ExitCode } from '../command-error.js';
import { parseOptions } from '../command-options.js';
import { helpOf } from '../help.js';
import { watchInterrupt } from '../interrupt.js';
import { toCommandError } from '../server-errors.js';
import { devOptions } from './dev-options.js';
import { jsonReport, terminalReport } from './dev-report.js';
import { startDevServer } from './dev-server.js';
import { SessionWatch } from './session-watch.js';

const summary =
  'A session server for development with one session, a page to watch and join it, and a .env file for your program.\n' +
  'Keys and session stay the same from run to run, so what has joined once can join again. For this machine only, unless\n' +
  '--lan is given.\n\n' +
  'Example: webrtc-session dev, then in another terminal: webrtc-session join --dev';

/** `webrtc-session dev` */
export async function dev(argv: readonly string[]): Promise<number> {
  const options = parseOptions(devOptions, argv);
  if (options.help) {
    process.stdout.write(helpOf('dev', summary, devOptions));
    return ExitCode.Ok;
  }
  using interrupt = watchInterrupt();
  try {
    await using running = await startDevServer(options);
    const started = performance.now();
    const current = (): SessionWatch => watch;
    using watch = new SessionWatch(running.server, running.sessionId, (event, name) => {
      report.happened(event, name);
    });
    const interactive = process.stdout.isTTY && !options.json;
    using report = interactive
      ? await terminalReport(running, options, current)
      : jsonReport(running, current);
    if (!interrupt.signal.aborted) await once(interrupt.signal, 'abort');
    report.end(Math.round((performance.now() - started) / 1000));
    return ExitCode.Ok;
  } catch (error) {
    throw toCommandError(error);
  }
}
