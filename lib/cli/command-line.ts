import { createRequire } from 'node:module';
import { CommandError, ExitCode, messageOf, UsageError } from './command-error.js';
import { columns } from './help.js';

/** A command of `webrtc-session`: takes what follows its name, returns the exit code. */
export type Command = (argv: readonly string[]) => Promise<number>;

interface Entry {
  readonly summary: string;
  /** Loaded when it is called, so that `token` does not wait for a media engine. */
  readonly load: () => Promise<Command>;
}

const commands: Readonly<Record<string, Entry>> = {
  dev: {
    summary: 'a server, a page and keys for development, in one',
    load: async () => (await import('./dev/dev.js')).dev,
  },
  join: {
    summary: 'a native client in a session: publishes, receives, records',
    load: async () => (await import('./join/join.js')).join,
  },
  demo: {
    summary: 'two processes in a session on this machine, measured',
    load: async () => (await import('./demo/demo.js')).demo,
  },
  serve: {
    summary: 'a session server, with keys and tokens ready to paste',
    load: async () => (await import('./serve/serve.js')).serve,
  },
  devices: {
    summary: 'screens, cameras, microphones and speakers of this machine',
    load: async () => (await import('./devices/devices.js')).devices,
  },
  doctor: {
    summary: 'what a call needs, and what to do about what is missing',
    load: async () => (await import('./doctor/doctor.js')).doctor,
  },
  token: {
    summary: 'a token for a session of your server',
    load: async () => (await import('./token/token.js')).token,
  },
};

function help(): string {
  return [
    'Usage: webrtc-session <command> [options]',
    '',
    ...columns(Object.entries(commands).map(([name, { summary }]) => [name, summary])),
    '',
    'webrtc-session <command> --help lists the options of a command, webrtc-session --version tells the version.',
    '',
  ].join('\n');
}

function packageVersion(): string {
  const load = createRequire(import.meta.url);
  return (load('../../package.json') as { readonly version: string }).version;
}

/** Runs `webrtc-session <argv>`; a failure is one line on stderr and an exit code, see {@link ExitCode}. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  const [name = '', ...rest] = argv;
  const program = Object.hasOwn(commands, name) ? `webrtc-session ${name}` : 'webrtc-session';
  try {
    if (name === '--help' || name === '-h' || name === 'help') {
      process.stdout.write(help());
      return ExitCode.Ok;
    }
    if (name === '--version') {
      process.stdout.write(`${packageVersion()}\n`);
      return ExitCode.Ok;
    }
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) {
      const known = Object.keys(commands).join(', ');
      throw new UsageError(
        name === '' ? `a command is missing: ${known}` : `'${name}' is not a command: ${known}`,
      );
    }
    return await (
      await command.load()
    )(rest);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    process.stderr.write(`${program}: ${messageOf(error)}\n`);
    if (error instanceof UsageError) process.stderr.write(`${program} --help says more\n`);
    return error.exitCode;
  }
}
