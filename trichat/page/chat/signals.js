/** Who wants to know what, and is told. Pure. @module */

export class Signals {
  /** @type {Map<string, ((detail: any) => void)[]>} */
  #listeners = new Map();

  /** Call this whenever it is told. @param {string} name @param {(detail: any) => void} act */
  on(name, act) {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), act]);
  }

  /** @param {string} name @param {any} [detail] */
  tell(name, detail) {
    for (const act of this.#listeners.get(name) ?? []) act(detail);
  }
}
