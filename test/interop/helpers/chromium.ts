import { chromium } from 'playwright-core';
import { callPeer, startPageServer, startTimeoutMs } from './page-server.js';
import type { FacadePage } from '../../browser/facade-page.js';
import { remotePeer, type RemotePeer } from './remote-peer.js';

export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  // So that a call stays on this machine.
  '--allow-loopback-in-peer-connection',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];

/** Debian's Chromium with a fake camera and microphone, on the page whose client is driven from outside. */
export function launchChromium(): Promise<RemotePeer> {
  return launch('test/browser/page.ts');
}

/** The same on the page that is written with the package's own classes. */
export function launchChromiumFacade(): Promise<RemotePeer<FacadePage>> {
  return launch('test/browser/facade-page.ts');
}

async function launch<Peer>(entry: string): Promise<RemotePeer<Peer>> {
  const server = await startPageServer(entry);
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: chromiumArguments,
    timeout: startTimeoutMs,
  });
  const page = await browser.newPage();
  page.setDefaultNavigationTimeout(startTimeoutMs);
  await page.goto(server.url);
  return remotePeer<Peer>(
    (name, args) => page.evaluate(callPeer, [name, args] as [string, readonly unknown[]]),
    async () => {
      await browser.close();
      await server.close();
    },
  );
}
