import { isIP } from 'node:net';

/** Of one description. Browsers send less than 20. */
const candidatesPerDescription = 64;

/** Keeps from Janus what a client should not make it do: look names up, or try out addresses without end. */
export class CandidateBudget {
  #left = candidatesPerDescription;

  /** There is a new description. */
  renew(): void {
    this.#left = candidatesPerDescription;
  }

  take(candidate: string): boolean {
    // RFC 8839 §5.1: foundation, component, transport, priority, address, port.
    const [foundation = '', , , , address = ''] = candidate.split(' ');
    if (!foundation.startsWith('candidate:') || isIP(address) === 0) return false;
    return this.#left-- > 0;
  }
}
