/** Prints why the package's binary cannot be loaded: URL of the built `load-binding.js`. */
import process from 'node:process';

const { loadBinding } = await import(process.argv[2] ?? '');
try {
  loadBinding();
} catch (error) {
  const { name, reason, message } = /** @type {Error & { reason: string }} */ (error);
  console.log(name, reason, message);
}
