import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import {
  Context,
  Publisher,
  ScreenVideoSource,
  Session,
  SessionError,
  TestPatternVideoSource,
  ToneAudioSource,
} from '../../index.js';
import { maxTimerMs } from '../../common/validation/index.js';
import { CommandError, ExitCode } from '../command-error.js';
import { parseOptions } from '../command-options.js';
import { helpOf } from '../help.js';
import { watchInterrupt } from '../interrupt.js';
import { credentialsOf, type Credentials } from './credentials.js';
import { joinOptions, type JoinOptions } from './join-options.js';
import { JoinReport } from './join-report.js';
import { ReceivedStream } from './received-stream.js';

const summary =
  'Joins a session as a native client: publishes, receives everybody, and says what arrives.\n\n' +
  'Examples: webrtc-session join --dev\n' +
  '          webrtc-session join --dev --publish none --record received --seconds 10';

/** `webrtc-session join` */
export async function join(argv: readonly string[]): Promise<number> {
  const options = parseOptions(joinOptions, argv);
  if (options.help) {
    process.stdout.write(helpOf('join', summary, joinOptions));
    return ExitCode.Ok;
  }
  const credentials = await credentialsOf(options);
  using interrupt = watchInterrupt();
  using context = new Context();
  try {
    await stay(context, credentials, options, interrupt.signal);
    return ExitCode.Ok;
  } catch (error) {
    if (!(error instanceof SessionError)) throw error;
    throw new CommandError(`${error.message} (${error.code} ${error.codeName})`);
  }
}

async function stay(
  context: Context,
  { apiUrl, apiKey, sessionId, token }: Credentials,
  options: JoinOptions,
  interrupted: AbortSignal,
): Promise<void> {
  const report = new JoinReport(options.json);
  const received = new Map<string, ReceivedStream>();
  const session = new Session(context, apiKey, sessionId, {
    apiUrl,
    // Where there is no other network, the one client and the other meet on this machine.
    iceConfig: { networks: hasNetwork() ? 'all' : 'loopback' },
  });
  let failure: SessionError | undefined;
  const over = new AbortController();
  session.on('error', (error) => {
    failure ??= error;
  });
  session.on('disconnected', ({ reason }) => {
    report.event('disconnected', { reason });
    over.abort();
  });
  session.on('connectionCreated', ({ connection }) => {
    report.event('connectionCreated', { connectionId: connection.id, data: connection.data });
  });
  session.on('connectionDropped', ({ connection, reason }) => {
    report.event('connectionDropped', { connectionId: connection.id, reason });
  });
  session.on('signal', ({ type, data }) => {
    report.event('signal', { type, data });
  });
  session.on('streamReceived', ({ stream }) => {
    report.event('streamReceived', { streamId: stream.id, name: stream.name });
    const entry = new ReceivedStream(context, stream, options.record);
    received.set(stream.id, entry);
    entry.begin(session).catch((error: unknown) => {
      report.event('error', { message: String(error) });
    });
  });
  session.on('streamDropped', ({ stream, reason }) => {
    report.event('streamDropped', { streamId: stream.id, name: stream.name, reason });
    void finish(received.get(stream.id), report);
    received.delete(stream.id);
  });
  await session.connect(token);
  report.event('connected', { connectionId: session.connection?.id ?? '' });
  const publisher = await publisherOf(context, options);
  if (publisher) {
    const { id } = await session.publish(publisher);
    report.event('published', { streamId: id, name: options.name });
  }
  const timer = setInterval(() => {
    report.figures([...received.values()].map((entry) => entry.figures()));
  }, 1000);
  const ended = AbortSignal.any([interrupted, over.signal]);
  const { seconds } = options;
  const alarm = setTimeout(
    () => {
      over.abort();
    },
    seconds === undefined ? maxTimerMs : seconds * 1000,
  );
  if (!ended.aborted) await once(ended, 'abort');
  clearInterval(timer);
  clearTimeout(alarm);
  const rest = [...received.values()];
  received.clear();
  await Promise.all(rest.map((entry) => finish(entry, report)));
  if (session.state !== 'connected' && failure) throw failure;
  await session.disconnect();
  report.end();
}

async function finish(entry: ReceivedStream | undefined, report: JoinReport): Promise<void> {
  for (const path of (await entry?.end()) ?? []) report.event('recorded', { path });
}

async function publisherOf(
  context: Context,
  { publish, name }: JoinOptions,
): Promise<Publisher | undefined> {
  if (publish === 'none') return undefined;
  if (publish === 'screen') {
    const [screen] = await context.devices.listScreens();
    if (!screen) throw new CommandError('--publish screen: there is no screen here');
    return new Publisher(context, { name, video: new ScreenVideoSource(screen.id), audio: false });
  }
  return new Publisher(context, {
    name,
    video: new TestPatternVideoSource({ width: 640, height: 360, fps: 30 }),
    audio: new ToneAudioSource({ frequency: 440, amplitude: 0.1 }),
  });
}

function hasNetwork(): boolean {
  return Object.values(networkInterfaces())
    .flat()
    .some((entry) => entry?.internal === false);
}
