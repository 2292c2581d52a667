import { afterEach, describe, expect, it } from 'vitest';
import { log, setLogger, setLogSink, type LogLine } from '../../../lib/common/logger.js';

const t1 = 'T1==cGFydG5lcl9pZD0xMDAmc2lnPWFi';
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiIxMDAifQ.c2ln';

describe('logger', () => {
  afterEach(() => {
    setLogger(undefined);
    setLogSink(undefined);
  });

  it('gets lines of its level and above', () => {
    const lines: LogLine[] = [];
    setLogger({ level: 'info', log: (line) => lines.push(line) });
    log('debug', 'session', 'a');
    log('info', 'session', 'b', { id: 'C1' });
    log('error', 'session', 'c');
    expect(lines).toEqual([
      { level: 'info', area: 'session', message: 'b', details: { id: 'C1' } },
      { level: 'error', area: 'session', message: 'c', details: {} },
    ]);
  });

  it('never sees a token, secret or credential', () => {
    const lines: LogLine[] = [];
    setLogger({ level: 'debug', log: (line) => lines.push(line) });
    log('debug', 'session', `GET /session/S?token=${t1}&version=1 with ${jwt}`, {
      token: t1,
      error: new Error(`refused ${t1}`),
      servers: [{ urls: ['turn:a'], credential: 'pass' }],
      headers: { 'X-TB-TOKEN-AUTH': t1, Accept: `x ${jwt}` },
    });
    const text = JSON.stringify(lines);
    for (const secret of [t1, jwt, 'pass']) expect(text).not.toContain(secret);
    expect(lines[0]?.message).toBe('GET /session/S?token=[redacted]&version=1 with [redacted]');
  });

  it('writes lines of every level to the sink of the platform while that wants them', () => {
    const lines: LogLine[] = [];
    const sink = { wanted: true, write: (line: LogLine) => void lines.push(line) };
    setLogSink(sink);
    log('debug', 'messaging', `hello ${jwt}`);
    sink.wanted = false;
    log('error', 'messaging', 'unheard');
    expect(lines).toEqual([
      { level: 'debug', area: 'messaging', message: 'hello [redacted]', details: {} },
    ]);
  });

  it('does not suffer from a logger that fails', () => {
    setLogger({
      log: () => {
        throw new Error('disk full');
      },
    });
    expect(() => {
      log('error', 'session', 'x');
    }).not.toThrow();
  });

  it('refuses what is no logger', () => {
    expect(() => {
      setLogger({ log: 1 } as never);
    }).toThrow('logger.log must be a function');
    expect(() => {
      setLogger({ level: 'loud', log: () => undefined } as never);
    }).toThrow('logger.level must be one of error, warn, info, debug');
  });
});
