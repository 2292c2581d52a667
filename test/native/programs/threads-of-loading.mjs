/** Prints how many threads loading the binary has started. */
import { readdirSync } from 'node:fs';
import process from 'node:process';

const threads = () => readdirSync('/proc/self/task').length;
const before = threads();
process.dlopen({ exports: {} }, process.env['WEBRTC_SESSION_BINARY'] ?? '');
console.log(threads() - before);
