import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runNode, type ProcessResult } from '../helpers/processes/node-process.js';
import { SessionRoom, type Member } from '../helpers/rigs/session-room.js';

/** The built package in a process of its own. */
describe('a process with a session', { timeout: 400_000 }, () => {
  let room: SessionRoom;
  let ann: Member;

  beforeEach(async () => {
    room = await SessionRoom.open();
    ann = await room.join({ data: 'Ann' });
  });
  afterEach(() => room[Symbol.asyncDispose]());

  /** Runs `programs/lives.mjs`, which does what its argument names. */
  const run = async (life: string): Promise<ProcessResult> =>
    runNode({
      args: [fileURLToPath(new URL('programs/lives.mjs', import.meta.url)), life],
      // A hundred sessions under Wine, on a machine that does other things as well.
      timeoutMs: 350_000,
      env: {
        API_URL: room.server.url,
        API_KEY: room.server.apiKey,
        SESSION_ID: room.sessionId,
        TOKEN: await room.token({ data: 'child' }),
      },
    });

  it('loads no binary until media is needed', async () => {
    const result = await run('publish');
    expect(result).toMatchObject({ code: 0, stdout: 'false\ntrue\n', stderr: '' });
  });

  it('lives as long as the session is connected, and ends by itself after disconnect()', async () => {
    const ended = run('leave on a signal');
    const { connection } = await ann.log.until('connectionCreated');
    await ann.session.sendSignal('leave', '', { to: connection });
    expect(await ended).toMatchObject({ code: 0, stdout: 'clientDisconnected\n', stderr: '' });
  });

  it.each(['session.disconnect()', 'session.dispose()', 'Context.instance.dispose()'])(
    'ends by itself after a call with media and %s',
    async (ending) => {
      const result = await run(`call, then ${ending}`);
      expect(result).toMatchObject({ code: 0, signal: null, stderr: '' });
    },
  );

  it('keeps its exit code when it exits in the middle of a call', async () => {
    const result = await run('exit in a call');
    expect(result).toMatchObject({ code: 7, signal: null, stderr: '' });
    await ann.log.until('streamReceived');
  });

  it('dies of an exception in a listener, as Node documents it', async () => {
    const result = await run('throw in a listener');
    expect(result).toMatchObject({ code: 1, signal: null });
    expect(result.stderr).toContain('from a listener');
  });

  it('does not die of a failure that nobody awaits, and warns if nobody listens', async () => {
    const result = await run('connect with nonsense');
    expect(result.code).toBe(0);
    expect(result.stderr).toMatch(/\[AuthorizationFailure\] SessionWarning: .*403/);
  });

  it('leaves nothing behind after a hundred sessions with media', async () => {
    const result = await run('a hundred sessions');
    expect(result).toMatchObject({ code: 0, stdout: 'nothing\n', stderr: '' });
  });

  it('gets the same classes by import and require', async () => {
    const result = await run('require');
    expect(result.stdout).toBe('true true\n');
  });
});
