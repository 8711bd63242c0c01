/** How the page looks and behaves in this browser. @module */

const DEFAULTS = { theme: "system", language: "system", notify: false };

export class Settings {
  /** @param {import("../chat/memory.js").Memory} memory */
  constructor(memory) {
    this.memory = memory;
    this.apply();
  }

  /** @param {keyof typeof DEFAULTS} key @returns {any} */
  get(key) {
    return { ...DEFAULTS, ...this.memory.get("settings", {}) }[key];
  }

  /** @param {keyof typeof DEFAULTS} key */
  set(key, value) {
    this.memory.set("settings", { ...this.memory.get("settings", {}), [key]: value });
    if (key === "language") location.reload(); // all that is on the screen is in the other one
    this.apply();
  }

  apply() {
    document.documentElement.dataset.theme = this.get("theme");
  }
}
