import { launch } from 'puppeteer-core';
import { callPeer, startPageServer, startTimeoutMs } from './page-server.js';
import { remotePeer, type RemotePeer } from './remote-peer.js';

const preferences = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0,
  // So that a call stays on this machine.
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
};

/** Debian's Firefox ESR with a fake camera and microphone, on the page that has `peer`. */
export async function launchFirefox(): Promise<RemotePeer> {
  const server = await startPageServer();
  const browser = await launch({
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    extraPrefsFirefox: preferences,
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
