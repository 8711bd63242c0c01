/** The window about oneself: what others see, the account, how the page looks, when it calls. @module */
import { profileOf, tellProfile } from "../../chat/people.js";
import { t } from "../../words/words.js";
import { buttons, close, field, open, prompt } from "./dialog.js";
import { $, h } from "../dom.js";
import { mayNotify, wantNotifications } from "../notifications.js";

const COLOURS = Array.from({ length: 12 }, (_, hue) => colourOf(hue * 30));
const SIGNS = "23456789abcdefghijkmnpqrstuvwxyz"; // 32, none that looks like another

/** A colour as the field of the profile has it. @param {number} hue  in degrees */
function colourOf(hue) {
  const part = (n) => {
    const k = (n + hue / 30) % 12;
    return Math.round(255 * (0.5 - 0.4 * Math.max(-1, Math.min(k - 3, 9 - k, 1))))
      .toString(16)
      .padStart(2, "0");
  };
  return `#${part(0)}${part(8)}${part(4)}`;
}

/** A password that nobody need remember: 100 bits, in groups, so that it can be copied by hand. */
function newPassword() {
  const signs = [...crypto.getRandomValues(new Uint8Array(20))].map((byte) => SIGNS[byte % 32]).join("");
  return signs.match(/.{5}/g).join("-");
}

export class You {
  /**
   * @param {import("../../chat/chat.js").Chat} chat
   * @param {import("../settings.js").Settings} settings @param {import("../credentials.js").Credentials} credentials
   * @param {{leave: () => void, help: () => void}} on
   */
  constructor(chat, settings, credentials, on) {
    this.chat = chat;
    this.settings = settings;
    this.credentials = credentials;
    this.on = on;
    chat.on("account", (what) => this.#accountSays(what));
  }

  show() {
    open(
      this.chat.me,
      this.#profile(),
      this.#account(),
      this.#look(),
      h(
        "div",
        { className: "acts" },
        h("button", { type: "button", onclick: () => this.on.help() }, t("shortcuts")),
        h(
          "button",
          {
            type: "button",
            className: "danger",
            onclick: () => {
              close();
              this.on.leave();
            },
          },
          t("leave"),
        ),
      ),
    );
  }

  // What others see

  #profile() {
    const { chat } = this,
      mine = profileOf(chat, chat.me);
    const hues = COLOURS.map((colour, hue) =>
      h(
        "label",
        { className: `swatch hue-${hue}` },
        h("input", { type: "radio", name: "color", value: colour, checked: mine.color === colour }),
        h("span", { className: "unseen" }, t("colour", { n: hue + 1 })),
      ),
    );
    const form = h(
      "form",
      {
        className: "profile",
        onsubmit: (event) => {
          event.preventDefault();
          const given = Object.fromEntries(new FormData(form).entries());
          const { nick, ...profile } = /** @type {Record<string, string>} */ (given);
          tellProfile(chat, { ...mine, ...profile });
          if (nick && nick !== chat.me) chat.link.send("NICK", [nick]);
          close();
        },
      },
      field(t("nick"), { name: "nick", value: chat.me, maxlength: "40", autocomplete: "off" }),
      field(t("displayName"), { name: "name", value: mine.name ?? "", maxlength: "40", autocomplete: "off" }),
      h(
        "div",
        { className: "pair" },
        field(t("face"), { name: "face", value: mine.face ?? "", maxlength: "12", autocomplete: "off" }),
        field(t("pronouns"), { name: "pronouns", value: mine.pronouns ?? "", maxlength: "40", autocomplete: "off" }),
      ),
      field(t("status"), { name: "status", value: mine.status ?? "", maxlength: "120", autocomplete: "off" }),
      h("fieldset", { className: "swatches" }, h("legend", {}, t("yourColour")), hues),
      buttons(t("save")),
    );
    return form;
  }

  // The account

  #account() {
    const { chat } = this,
      section = h("section", {}, h("h3", {}, t("account")));
    const act = (text, what) => h("button", { type: "button", onclick: what }, text);
    if (chat.account) {
      const kept = this.credentials.of(chat.account);
      section.append(h("p", {}, t("loggedIn", { name: chat.account })));
      if (kept)
        section.append(h("p", { className: "note" }, t("keptPassword")), h("code", { className: "secret" }, kept));
      section.append(
        h(
          "div",
          { className: "acts" },
          act(t("logOut"), () => this.#logOut()),
        ),
      );
      return section;
    }
    section.append(
      h("p", { className: "note" }, t("whyAccount")),
      h(
        "div",
        { className: "acts" },
        act(t("keepName"), () => this.#register(newPassword())),
        act(t("ownPassword"), async () => {
          const password = await prompt(t("choosePassword"), { type: "password", note: this.#warning() });
          if (password) this.#register(password);
        }),
        act(t("logIn"), () => this.#logIn()),
      ),
    );
    return section;
  }

  #warning() {
    return location.protocol === "https:" || crypto.subtle ? "" : t("notSecret");
  }

  #register(password) {
    this.credentials.expect(this.chat.me, password);
    this.chat.link.send("REGISTER", ["*", "*", password]);
  }

  async #logIn() {
    const password = await prompt(t("passwordOf", { name: this.chat.me }), { type: "password", note: this.#warning() });
    if (!password) return;
    this.credentials.expect(this.chat.me, password);
    this.chat.link.logIn(this.chat.me, password);
  }

  #logOut() {
    this.credentials.forget();
    this.chat.link.logOut();
    this.chat.link.send("NS", ["LOGOUT"]);
    close();
  }

  #accountSays({ registered, name, refused }) {
    if (registered) this.chat.notice(t("nameIsYours", { name: registered }));
    if (name !== undefined) {
      const kept = this.credentials.confirm();
      if (kept) this.chat.link.remember(kept.name, kept.password);
      if ($("dialog").open) this.show();
    } else if (refused) {
      this.credentials.refused();
      if (!this.chat.account) this.chat.link.logOut();
    }
  }

  // The page

  #look() {
    const { settings } = this;
    const select = (label, key, values) =>
      h(
        "div",
        { className: "field" },
        h("label", { for: `set-${key}` }, label),
        h(
          "select",
          { id: `set-${key}`, onchange: (event) => settings.set(key, event.target.value) },
          values.map((value) => h("option", { value, selected: settings.get(key) === value }, t(`${key}-${value}`))),
        ),
      );
    const calls = h("input", {
      type: "checkbox",
      id: "set-notify",
      checked: settings.get("notify") && mayNotify(),
      onchange: async () => {
        calls.checked = calls.checked && (await wantNotifications());
        settings.set("notify", calls.checked);
      },
    });
    return h(
      "section",
      {},
      h("h3", {}, t("page")),
      select(t("theme"), "theme", ["system", "light", "dark"]),
      select(t("language"), "language", ["system", "en", "ru"]),
      "Notification" in window
        ? h("div", { className: "check" }, calls, h("label", { for: "set-notify" }, t("notify")))
        : null,
    );
  }
}
