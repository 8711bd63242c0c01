/** Coming in: the name is asked for once, and remembered. @module */
import { t } from "../words/words.js";
import { $, named } from "./dom.js";

export class Door {
  /**
   * @param {import("../irc/link.js").Link} link @param {import("./credentials.js").Credentials} credentials
   * @param {import("../chat/chat.js").Chat} chat
   */
  constructor(link, credentials, chat) {
    this.link = link;
    this.credentials = credentials;
    $("enter").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#enter();
    });
    chat.on("refused", (why) => this.#refused(why));
    chat.on("lost", () => this.#lost());
  }

  /** Go straight in if the name is known. */
  knock() {
    const { name } = this.credentials;
    if (name) this.link.start({ nick: name, password: this.credentials.of(name) });
    else this.open();
  }

  open(text = "") {
    const room = named();
    $("chat").hidden = true;
    $("door").hidden = false;
    $("welcome").textContent = room && room[0] !== "@" ? t("welcomeTo", { room }) : t("welcome");
    $("refused").textContent = text;
    $("enter-button").textContent = t("comeIn");
    $("name").value ||= this.credentials.name;
    const empty = [$("name"), $("password")].find((field) => !field.value && field.checkVisibility());
    (empty ?? $("name")).focus();
  }

  /** Whoever is in is let through. */
  close() {
    $("door").hidden = true;
    $("chat").hidden = false;
    $("password").value = "";
    this.credentials.confirm();
  }

  #enter() {
    const nick = $("name").value.trim(),
      password = $("password").value || this.credentials.of(nick);
    this.credentials.name = nick;
    if ($("password").value) this.credentials.expect(nick, password, $("stay").checked);
    $("refused").textContent = "";
    $("enter-button").textContent = t("comingIn");
    this.link.start({ nick, password, key: $("key").value });
  }

  /** There is no way to the server, which is tried again. Whoever is on the way in is told so. */
  #lost() {
    if ($("door").hidden && $("chat").hidden) this.open();
    $("refused").textContent = t("offline");
  }

  #refused({ code, text }) {
    this.link.stop();
    this.credentials.refused();
    if (code === "key") $("server").hidden = false;
    else if (code !== "badName") $("account").open = true;
    if (code === "password") this.credentials.forget();
    const words = {
      name: `${text}. ${t("nameTaken")}`,
      badName: `${text}. ${t("nameWrong")}`,
      password: `${t("wrongPassword")} (${text})`,
      key: t("serverWants"),
    };
    this.open(words[code]);
  }
}
