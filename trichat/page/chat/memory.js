/** What the browser keeps for us, as JSON under names of ours. Where it keeps nothing, nothing is kept. @module */

export class Memory {
  /** @param {() => Storage} storage  asked for when it is needed: even that may be forbidden */
  constructor(storage) {
    this.storage = storage;
  }

  /** @template T @param {string} key @param {T} otherwise @returns {T} */
  get(key, otherwise) {
    try {
      return JSON.parse(this.storage().getItem(`trichat.${key}`)) ?? otherwise;
    } catch {
      return otherwise;
    }
  }

  set(key, value) {
    try {
      this.storage().setItem(`trichat.${key}`, JSON.stringify(value));
    } catch {
      /* it is full, or forbidden */
    }
  }

  forget(key) {
    try {
      this.storage().removeItem(`trichat.${key}`);
    } catch {
      /* as before */
    }
  }
}
