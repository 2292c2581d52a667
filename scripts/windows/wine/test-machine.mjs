import path from 'node:path';
import { lock } from '../lock.mjs';
import { removeTree } from './remove-tree.mjs';
import { startScreen } from './screen.mjs';
import { startSoundCard } from './sound-card.mjs';
import { WineMachine } from './wine-machine.mjs';

/**
 * @typedef {object} TestMachine What the suites run on; needs neither a display nor a sound card here.
 * @property {WineMachine} wine
 * @property {string} display For the variable DISPLAY of a Linux program that draws on its screen.
 * @property {string} soundServer For the variable PULSE_SERVER of one that plays or records.
 * @property {string} folder For files of the test, on the file system of the cache.
 * @property {() => Promise<void>} stop Ends all programs of the machine, its screen and its sound card,
 *   and removes the folder.
 */

/**
 * Starts a Windows machine of its own with a screen and a sound card.
 *
 * @param {string} name Of its folder and its log.
 * @param {import('../layout.mjs').Layout} layout
 * @returns {Promise<TestMachine>}
 */
export async function startTestMachine(name, layout) {
  const folder = path.join(layout.work, name);
  const log = path.join(layout.logs, `${name}.log`);
  const unlock = await lock(folder);
  /** @type {(() => Promise<void>)[]} */
  const started = [unlock, () => removeTree(folder)];
  const stop = async () => {
    for (const end of started.splice(0).reverse()) await end();
  };
  try {
    const screen = await startScreen({ log });
    started.push(screen.stop);
    const sound = await startSoundCard(path.join(folder, 'sound'), { log });
    started.push(sound.stop);
    const env = { DISPLAY: screen.display, PULSE_SERVER: sound.server };
    const wine = await WineMachine.start(path.join(folder, 'wine'), { log, env });
    started.push(() => wine.stop());
    return { wine, display: screen.display, soundServer: sound.server, folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
