/** The name and the password that one comes in with, as far as this browser keeps them. @module */

export class Credentials {
  #expected = null;

  /**
   * @param {import("../chat/memory.js").Memory} memory  of this browser
   * @param {import("../chat/memory.js").Memory} tab  of this tab: it outlives a reload, not the tab
   */
  constructor(memory, tab) {
    this.memory = memory;
    this.tab = tab;
  }

  get name() {
    return this.tab.get("name", "") || this.memory.get("name", "");
  }

  set name(name) {
    this.tab.set("name", name);
    this.memory.set("name", name);
  }

  /** The password of an account; empty if it is not known. */
  of(account) {
    const kept = this.tab.get("account", null) ?? this.memory.get("account", null);
    return kept && kept.name.toLowerCase() === account.toLowerCase() ? kept.password : "";
  }

  /** This was sent to the server: whether it is right is not known yet. */
  expect(name, password, isToStay = true) {
    this.#expected = { name, password, isToStay };
  }

  /** It was right. Gives it, if any was sent. */
  confirm() {
    const given = this.#expected;
    this.#expected = null;
    if (given) {
      this.tab.set("account", { name: given.name, password: given.password });
      if (given.isToStay) this.memory.set("account", { name: given.name, password: given.password });
    }
    return given;
  }

  refused() {
    this.#expected = null;
  }

  forget() {
    this.#expected = null;
    this.tab.forget("account");
    this.memory.forget("account");
  }
}
