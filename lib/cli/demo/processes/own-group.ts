/**
 * Whether children get a process group of their own, so that Ctrl-C reaches the parent only, which ends them in order. On
 * Windows that would give them a console of their own; there they ignore it instead.
 */
export const ownGroup = process.platform !== 'win32';
