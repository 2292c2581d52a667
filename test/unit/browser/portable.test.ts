import { createContext, runInContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleForBrowser, type Bundle } from '../../helpers/bundle.js';

/** Of the global object, what ECMAScript does not bring and the portable part of the package may use. */
const webGlobals = {
  AbortController,
  AbortSignal,
  DOMException,
  TextDecoder,
  TextEncoder,
  URL,
  atob,
  btoa,
};

describe('lib/protocol and lib/signaling', () => {
  let bundle: Bundle;

  beforeAll(async () => {
    bundle = await bundleForBrowser('test/browser/page.ts');
  });

  it('go into a web page with nothing of the package but lib/common and lib/browser', () => {
    const others = bundle.inputs.filter(
      (file) =>
        file.startsWith('lib/') && !/^lib\/(protocol|signaling|common|browser)\//.test(file),
    );
    expect(others).toEqual([]);
    expect(bundle.inputs).toContain('lib/signaling/session/session-client.ts');
    expect(bundle.inputs).toContain('lib/protocol/wire/packet-codec.ts');
  });

  it('could not be bundled if they imported Node, as lib/node does', async () => {
    await expect(bundleForBrowser('lib/node/network/node-network.ts')).rejects.toThrow(/node:/);
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

describe('the client', () => {
  let bundle: Bundle;

  beforeAll(async () => {
    bundle = await bundleForBrowser('lib/browser/index.ts');
  });

  it('goes into a web page as it is, with the platform of the page in the place of that of Node', () => {
    const rooms = new Set(
      bundle.inputs.flatMap((file) => /^lib\/([a-z]+)\//.exec(file)?.[1] ?? []),
    );
    expect([...rooms].sort()).toEqual([
      'browser',
      'client',
      'common',
      'media',
      'protocol',
      'signaling',
    ]);
    for (const name of ['session', 'publishing/publisher', 'subscribing/subscriber']) {
      expect(bundle.inputs).toContain(`lib/client/${name}.ts`);
    }
  });

  it('loads where there is no process, Buffer or require', () => {
    const page = createContext({ ...webGlobals });
    expect(() => {
      runInContext(bundle.code, page);
    }).not.toThrow();
  });
});
