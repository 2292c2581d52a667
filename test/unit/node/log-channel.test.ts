import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect, it } from 'vitest';
import '../../../lib/index.js';
import { log } from '../../../lib/common/logger.js';

it('publishes log lines to the diagnostics channel, with or without a logger', () => {
  const lines: unknown[] = [];
  const listener = (line: unknown): void => void lines.push(line);
  subscribe('webrtc-session:log', listener);
  log('debug', 'messaging', 'hello');
  unsubscribe('webrtc-session:log', listener);
  log('debug', 'messaging', 'unheard');
  expect(lines).toEqual([{ level: 'debug', area: 'messaging', message: 'hello', details: {} }]);
});
