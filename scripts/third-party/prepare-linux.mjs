import { join } from 'node:path';
import { root } from '../setup/inputs.mjs';
import { linuxComponents } from './linux.mjs';
import { writeVersionTable } from './version-table.mjs';

// Before CMake: what `npm run build:native` is about to link in.
writeVersionTable(join(root, 'build'), linuxComponents());
