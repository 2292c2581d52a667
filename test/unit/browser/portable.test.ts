import { createContext, runInContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleForBrowser, type Bundle } from '../../helpers/bundle.js';

/** Of the global object, what ECMAScript does not bring and the portable part of the package may use. */
const webGlobals = { AbortController, DOMException, TextDecoder, TextEncoder, URL, atob, btoa };

describe('lib/protocol and lib/signaling', () => {
  let bundle: Bundle;

  beforeAll(async () => {
    bundle = await bundleForBrowser('test/browser/page.ts');
  });

  it('go into a web page with nothing of the package but the engine interface, errors and emitter', () => {
    const others = bundle.inputs.filter(
      (file) => file.startsWith('lib/') && !/^lib\/(protocol|signaling|common)\//.test(file),
    );
    expect(others).toEqual([]);
    expect(bundle.inputs).toContain('lib/signaling/session/session-client.ts');
    expect(bundle.inputs).toContain('lib/protocol/wire/packet-codec.ts');
  });

  it('could not be bundled if they imported Node, as lib/net does', async () => {
    await expect(bundleForBrowser('lib/node/network/node-platform.ts')).rejects.toThrow(/node:/);
  });

  it('load where there is no process, Buffer or require', () => {
    const page = createContext({ ...webGlobals });
    runInContext(bundle.code, page);
    expect(runInContext('typeof process + typeof Buffer + typeof require', page)).toBe(
      'undefined'.repeat(3),
    );
    expect(runInContext('typeof peer.join', page)).toBe('function');
  });
});
