import { startDaemon } from './daemon.mjs';

/**
 * Starts a screen that nobody looks at: an X server of 1280 by 720 pixels on a display number that is
 * free.
 *
 * @param {{ log: string }} options
 * @returns {Promise<{ display: string, stop: () => Promise<void> }>} `display` is for the variable
 *   DISPLAY.
 */
export async function startScreen({ log }) {
  const command = ['Xvfb', '-displayfd', '3', '-screen', '0', '1280x720x24', '-nolisten', 'tcp'];
  // Else it forgets what is on it whenever its last program leaves, as Wine's do between two tests.
  command.push('-noreset');
  const { result, stop } = await startDaemon(command, {
    step: 'screen: start',
    log,
    async ready(child) {
      let number = '';
      for await (const text of /** @type {import('node:stream').Readable} */ (child.stdio[3])) {
        number += text;
        if (number.endsWith('\n')) return `:${number.trim()}`;
      }
      throw new Error('it ended before it had a display');
    },
  });
  return { display: result, stop };
}
