import type { Attack } from '../attack.js';
import { httpAttacks } from './http.js';
import { membersAttacks } from './members.js';
import { strangersAttacks } from './strangers.js';

/** All of them, by what they do. */
export const attacks: Readonly<Record<string, Attack>> = {
  ...httpAttacks,
  ...strangersAttacks,
  ...membersAttacks,
};
