import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Welcome } from '../../lib/cli/serve/welcome.js';
import { endedBy, startCommand } from './helpers/command.js';

const onWindows =
  process.platform === 'win32' ? ' (not on Windows, where pipes are written to at once)' : '';

describe(`webrtc-session serve whose log nobody reads${onWindows}`, () => {
  it.runIf(onWindows === '')('goes on serving, says what it left out, and ends', async () => {
    const command = startCommand(['serve', '--port', '0', '--json', '--log-level', 'debug']);
    const { url } = JSON.parse(await command.printed('\n')) as Welcome;
    const { stderr } = command.process;
    if (stderr === null) throw new Error('it has no stderr');
    stderr.pause();
    // A line of 120 bytes each: more than a pipe, this process and that one hold.
    const path = `${url}/health`;
    for (let i = 0; i < 300; i++) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => fetch(path)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      await Promise.all(answers.map((answer) => answer.arrayBuffer()));
    }
    let heard = '';
    stderr.on('data', (text: string) => (heard += text)).resume();
    await once(stderr, 'data');
    while (!heard.includes('the log was not read in time')) {
      await (await fetch(path)).arrayBuffer();
    }
    expect(heard).toMatch(/"leftOut":\d+/);
    command.process.kill('SIGINT');
    const { code, signal } = await command.finished;
    expect({ code, signal }).toEqual(endedBy('SIGINT'));
  });

  it.runIf(onWindows === '')('ends also if nobody ever reads it', async () => {
    const command = startCommand(['serve', '--port', '0', '--json', '--log-level', 'debug']);
    const { url } = JSON.parse(await command.printed('\n')) as Welcome;
    const { stderr } = command.process;
    stderr?.pause();
    for (let i = 0; i < 200; i++) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => fetch(`${url}/health`)));
      await Promise.all(answers.map((answer) => answer.arrayBuffer()));
    }
    command.process.kill('SIGINT');
    await once(command.process, 'exit');
    expect(command.process.exitCode).toBe(0);
    stderr?.resume();
  });
});
