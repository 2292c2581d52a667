'use strict';

// For `require()`, and for what looks for CommonJS only: Jest, TypeScript's older resolutions. It gives the module that
// `import` gives, so that there is one of each class.
const Module = require('node:module');

// Node requires ES modules since 20.19. Jest's `require`, which is the one in scope there, does not; Node's own is that of
// a module that Node has made.
const here = new Module(__filename);
here.filename = __filename;
module.exports = here.require('./index.js');
