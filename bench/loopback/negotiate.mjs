/**
 * Candidates on their way to the other side; they wait until it can take them.
 *
 * @template Candidate
 */
export class CandidateLane {
  /** @type {Candidate[]} */
  #waiting = [];
  /** @type {((candidate: Candidate) => unknown) | undefined} */
  #deliver;

  /** @param {Candidate} candidate */
  send(candidate) {
    if (this.#deliver) this.#deliver(candidate);
    else this.#waiting.push(candidate);
  }

  /** @param {(candidate: Candidate) => unknown} deliver */
  open(deliver) {
    this.#deliver = deliver;
    this.#waiting.forEach(deliver);
  }
}

/**
 * Offer and answer between two connections that follow the W3C API, then the candidates.
 *
 * @param {any} sender
 * @param {any} receiver
 * @param {{ toSender: CandidateLane<any>, toReceiver: CandidateLane<any> }} lanes
 */
export async function negotiate(sender, receiver, { toSender, toReceiver }) {
  const offer = await sender.createOffer();
  await sender.setLocalDescription(offer);
  await receiver.setRemoteDescription(offer);
  const answer = await receiver.createAnswer();
  await receiver.setLocalDescription(answer);
  await sender.setRemoteDescription(answer);
  toSender.open((candidate) => sender.addIceCandidate(candidate));
  toReceiver.open((candidate) => receiver.addIceCandidate(candidate));
}
