import { constants, setPriority } from 'node:os';
import { attacks } from '../attacks/index.js';
import { Tally } from '../tally.js';
import { Target } from '../target.js';
import { report, type AttackerSetup } from './messages.js';

/** An attacker as a process of its own: `node attacker.mjs <setup as JSON>`. Reports what it counted. */
const { attack: name, durationMs, ...setup } = JSON.parse(process.argv[2] ?? '{}') as AttackerSetup;
// A real one has a machine of its own.
setPriority(constants.priority.PRIORITY_LOW);
const attack = attacks[name];
if (attack === undefined) throw new Error(`there is no attack ${name}`);
const tally = new Tally(durationMs, attack.shows);
await attack.run(new Target(setup), tally);
report(tally.counts);
process.disconnect();
process.exit();
