import { chromium } from 'playwright-core';
import { callPeer, startPageServer, startTimeoutMs } from './page-server.js';
import { remotePeer, type RemotePeer } from './remote-peer.js';

const args = [
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

/** Debian's Chromium with a fake camera and microphone, on the page that has `peer`. */
export async function launchChromium(): Promise<RemotePeer> {
  const server = await startPageServer();
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args,
    timeout: startTimeoutMs,
  });
  const page = await browser.newPage();
  page.setDefaultNavigationTimeout(startTimeoutMs);
  await page.goto(server.url);
  return remotePeer(
    (name, args) => page.evaluate(callPeer, [name, args] as [string, readonly unknown[]]),
    async () => {
      await browser.close();
      await server.close();
    },
  );
}
