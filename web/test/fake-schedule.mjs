/** What happened in a scene: said in any order, played in the order of time, so that the log is one that could have been. */
export class Schedule {
  #acts = [];

  /** `act` is told how long ago it happens. */
  at(agoSeconds, act) {
    this.#acts.push({ agoSeconds, act });
  }

  play() {
    const inOrder = this.#acts.toSorted((one, other) => other.agoSeconds - one.agoSeconds);
    for (const { agoSeconds, act } of inOrder) act(agoSeconds);
  }
}

export const minutes = (count) => count * 60;
export const hours = (count) => count * 3_600;
export const days = (count) => count * 86_400;
