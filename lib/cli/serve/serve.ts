import { once } from 'node:events';
import { pino } from 'pino';
import { createSessionServer } from '../../server/index.js';
import { ExitCode } from '../command-error.js';
import { helpOf } from '../help.js';
import { watchInterrupt } from '../interrupt.js';
import { parseOptions } from '../command-options.js';
import { toCommandError } from '../server-errors.js';
import { readIceFile } from './ice-file.js';
import { openLogOutput } from './log-output.js';
import { MetricsServer } from './metrics.js';
import { readTlsFiles } from './tls-files.js';
import { serveOptions } from './serve-options.js';
import { welcome, welcomeText } from './welcome.js';

const summary = 'Runs a session server until Ctrl-C, and prints what a first client needs to join.';

/** `webrtc-session serve` */
export async function serve(argv: readonly string[]): Promise<number> {
  const given = parseOptions(serveOptions, argv);
  const { help, projects, ice, limit, timer, logLevel, json, publicUrl, ...others } = given;
  const { trustedProxies, tlsCert, tlsKey, router, metrics: metricsAt, ...options } = others;
  if (help) {
    process.stdout.write(helpOf('serve', summary, serveOptions));
    return ExitCode.Ok;
  }
  using interrupt = watchInterrupt();
  try {
    await using log = openLogOutput();
    await using server = await createSessionServer({
      ...options,
      limits: limit,
      timers: timer,
      ...(publicUrl !== undefined && { publicUrl }),
      ...(trustedProxies !== undefined && { trustedProxies: trustedProxies.split(',') }),
      ...(await readTlsFiles(tlsCert, tlsKey)),
      ...(projects !== undefined && { projectsFile: projects }),
      ...(router !== undefined && { router }),
      ...(ice !== undefined && (await readIceFile(ice))),
      logger: pino({ level: logLevel }, log),
    });
    await using metrics =
      metricsAt === undefined ? undefined : await MetricsServer.start(server, metricsAt);
    const greeting = await welcome(server, {
      mediaMode: router === undefined ? 'relayed' : 'routed',
      servesPage: options.page,
      metrics: metrics?.url ?? null,
    });
    process.stdout.write(json ? `${JSON.stringify(greeting)}\n` : welcomeText(greeting));
    if (!interrupt.signal.aborted) await once(interrupt.signal, 'abort');
    // Ctrl-C is how it is meant to end.
    return ExitCode.Ok;
  } catch (error) {
    throw toCommandError(error);
  }
}
