import { describe, expect, it } from 'vitest';
import { createSessionServer } from '../../lib/server/index.js';
import { runCommand } from './helpers/command.js';

describe('webrtc-session doctor', () => {
  it('finds a machine well, and a server that answers', async () => {
    await using server = await createSessionServer();
    const { stdout, stderr } = await runCommand(['doctor', '--url', server.url]);
    expect(stderr).toBe('');
    for (const what of ['Node', 'binary', 'media engine', 'UDP', 'server']) {
      expect(stdout).toMatch(new RegExp(`^✓ ${what} `, 'm'));
    }
  });

  it('says what to do about a server that does not answer, and exits with 1', async () => {
    const { code, stdout } = await runCommand(['doctor', '--json', '--url', 'http://127.0.0.1:9']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toContainEqual({
      what: 'server',
      ok: false,
      says: expect.stringContaining('check the address, the proxy and the firewall') as string,
    });
  });

  it('wants a URL', async () => {
    const { code, stderr } = await runCommand(['doctor', '--url', 'nonsense']);
    expect(code).toBe(2);
    expect(stderr).toContain('--url');
  });
});

describe('webrtc-session devices', () => {
  it('lists every kind, as text and as JSON', async () => {
    const [text, json] = [await runCommand(['devices']), await runCommand(['devices', '--json'])];
    expect(text).toMatchObject({ code: 0, stderr: '' });
    const lists = JSON.parse(json.stdout) as Record<string, { id: string; name: string }[]>;
    expect(Object.keys(lists)).toEqual(['screens', 'cameras', 'microphones', 'speakers']);
    for (const [kind, entries] of Object.entries(lists)) {
      expect(text.stdout).toContain(`${kind}:`);
      for (const { id } of entries) expect(text.stdout).toContain(id);
    }
  });
});
