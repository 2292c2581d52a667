import { EventEmitter, once } from 'node:events';
import { messageOf } from '../../command-error.js';
import type { ParentMessage } from './process-messages.js';

/** The parent, as a child process sees it. */
export interface Parent<Config, Message> {
  readonly config: Config;
  /** Aborted when the parent says stop, or is gone. */
  readonly signal: AbortSignal;
  /** Resolves when the parent has said it, also if that was before; rejects when {@link signal} is aborted. */
  readonly told: (command: 'go' | 'drain' | 'leave') => Promise<void>;
  readonly send: (message: Message) => void;
}

/** How long a child may take to close everything once its parent is gone. */
const orphanMs = 3000;

/**
 * Runs one role of the demo as a child process: waits for its configuration, works, and lets the process end by itself.
 * Exit code 0, or 1 after a failure, which the parent is told of.
 */
export function runRole<Config, Message>(
  work: (parent: Parent<Config, Message>) => Promise<void>,
): void {
  const stop = new AbortController();
  const said = new Set<string>();
  const heard = new EventEmitter();
  const send = (message: unknown): void => {
    if (process.connected) process.send?.(message);
  };
  const told = async (command: string): Promise<void> => {
    if (!said.has(command)) await once(heard, command, { signal: stop.signal });
  };

  const start = async (config: Config): Promise<void> => {
    try {
      await work({ config, signal: stop.signal, told, send });
    } catch (error) {
      if (!stop.signal.aborted) {
        send({ type: 'failed', message: messageOf(error) });
        process.exitCode = 1;
      }
    }
    // Nothing else keeps the process alive now.
    if (process.connected) process.disconnect();
  };

  // Where Ctrl-C reaches all processes of a console, the parent still decides what becomes of its children.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => undefined);
  process.once('disconnect', () => {
    stop.abort(new Error('the parent process is gone'));
    setTimeout(() => process.exit(1), orphanMs).unref();
  });
  process.on('message', (message: ParentMessage<Config>) => {
    if (message.type === 'start') void start(message.config);
    else if (message.type === 'stop') stop.abort(new Error('stopped'));
    else {
      said.add(message.type);
      heard.emit(message.type);
    }
  });
}
