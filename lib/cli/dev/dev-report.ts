import { relative } from 'node:path';
import { renderUnicodeCompact } from 'uqr';
import { styleFor } from '../style.js';
import type { DevOptions } from './dev-options.js';
import type { DevServer } from './dev-server.js';
import { openPage } from './open-page.js';
import type { SessionWatch, WatchedEvent } from './session-watch.js';
import { Terminal } from './terminal.js';

/** Tells what happens, until it is disposed. */
export interface DevReport extends Disposable {
  happened(event: WatchedEvent, name: string): void;
  /** The last words. */
  end(seconds: number): void;
}

/** For a program, or a file: JSON lines, in which no credential stands. */
export function jsonReport(
  { server, apiKey, sessionId }: DevServer,
  watch: () => SessionWatch,
): DevReport {
  const write = (line: object): void => {
    process.stdout.write(`${JSON.stringify(line)}\n`);
  };
  write({ event: 'ready', url: server.url, page: `${server.url}/s/dev`, apiKey, sessionId });
  return {
    happened: write,
    end: (seconds) => {
      write({ event: 'summary', seconds, ...watch().totals });
    },
    [Symbol.dispose]: () => undefined,
  };
}

const verbs: Readonly<Record<WatchedEvent['event'], string>> = {
  connectionCreated: '+ joined',
  connectionDestroyed: '- left',
  streamCreated: '+ stream',
  streamDestroyed: '- stream',
  signal: '· signal',
};

/** A line per event, for a terminal. */
export async function terminalReport(
  dev: DevServer,
  { env, lan, open }: DevOptions,
  watch: () => SessionWatch,
): Promise<DevReport> {
  const style = styleFor(process.stdout);
  const link = await dev.link();
  const started = performance.now();
  const showPage = async (): Promise<void> => {
    const opened = await openPage(await dev.link());
    if (!opened) terminal.line('  there is no browser here that could be opened: copy the link');
  };
  const keys: Readonly<Record<string, () => void>> = {
    o: () => void showPage(),
    q: () => {
      void dev.link().then((url) => {
        terminal.line(`\n${renderUnicodeCompact(url)}\n  ${url}\n`);
      });
    },
  };
  const terminal = new Terminal((key) => keys[key]?.());
  const file = relative(process.cwd(), env) || env;
  const rows = [
    ['watch and join', style.strong(link)],
    ['second client', 'npx webrtc-session join --dev'],
    [file, 'has API_URL, API_KEY, SESSION_ID and TOKEN for your program'],
    ...(lan ? [] : [['other machines', 'stay outside; --lan lets them in']]),
  ];
  terminal.line('');
  for (const [name = '', value = ''] of rows) terminal.line(`  ${name.padEnd(16)} ${value}`);
  terminal.line('');
  terminal.line(style.faint('  o opens the page · q shows a QR code of it · Ctrl-C ends'));
  terminal.line('');
  const drawStatus = (): void => {
    const { connections, streams } = watch();
    const time = clock((performance.now() - started) / 1000);
    terminal.status(
      `  ${time}   ${counted(connections.size, 'connection')} · ${counted(streams.size, 'stream')}`,
    );
  };
  const timer = setInterval(drawStatus, 1000);
  if (open) void showPage();
  return {
    happened(event, name) {
      const mark = event.event.endsWith('Created') ? style.good : style.faint;
      const time = new Date().toTimeString().slice(0, 8);
      const why = 'reason' in event ? style.faint(`  ${event.reason}`) : '';
      terminal.line(`  ${style.faint(time)}  ${mark(verbs[event.event].padEnd(8))}  ${name}${why}`);
      drawStatus();
    },
    end(seconds) {
      const { connections, streams, signals } = watch().totals;
      const counts = [
        counted(connections, 'connection'),
        counted(streams, 'stream'),
        counted(signals, 'signal'),
      ];
      terminal.line(`\n  ${counts.join(', ')} in ${clock(seconds)}\n`);
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      terminal[Symbol.dispose]();
    },
  };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** Minutes and seconds. */
function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
