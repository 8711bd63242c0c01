/** News for those who look elsewhere, and for those who listen instead of looking. @module */
import { t } from "../words/words.js";
import { $ } from "./dom.js";
import { strip } from "./text.js";

const TEXT = 200; // characters of a message
const READ_OUT = 3; // messages; of more, only the number is said
const PAUSE = 1000; // milliseconds between two times that something is said

export const mayNotify = () => "Notification" in window && Notification.permission === "granted";

/** Ask whether we may. @returns {Promise<boolean>} */
export async function wantNotifications() {
  return "Notification" in window && (await Notification.requestPermission()) === "granted";
}

export class News {
  #heard = [];
  #timer = 0;

  /**
   * @param {import("./settings.js").Settings} settings
   * @param {{current: () => unknown, go: (place: any, id: string) => void}} page
   */
  constructor(chat, settings, page) {
    this.settings = settings;
    this.page = page;
    chat.on("appended", ({ place, item }) => item?.said && !item.mine && !place.held && this.#take(place, item));
  }

  #take(place, item) {
    if (place === this.page.current()) {
      this.#heard.push(item);
      this.#timer ||= /** @type {any} */ (setTimeout(() => this.#say(), PAUSE));
    }
    const isForMe = item.mentions || !place.isRoom;
    if (isForMe && (document.hidden || !document.hasFocus()) && this.settings.get("notify") && mayNotify())
      this.#call(place, item);
  }

  #call(place, item) {
    try {
      const note = new Notification(place.isRoom ? `${item.nick} · ${place.name}` : item.nick, {
        body: strip(item.text).slice(0, TEXT),
        tag: place.key,
        icon: "icon.svg",
      });
      note.onclick = () => {
        window.focus();
        this.page.go(place, item.id);
        note.close();
      };
    } catch {
      // Chrome on Android wants a service worker for this; there the title counts, as everywhere.
    }
  }

  /** A screen reader says what is new, at most once a second, and only the number if it is much. */
  #say() {
    const all = this.#heard;
    this.#heard = [];
    this.#timer = 0;
    $("news").textContent =
      all.length > READ_OUT
        ? t("newMessages", { n: all.length })
        : all.map((item) => t("says", { nick: item.nick, text: strip(item.text) })).join(". ");
  }
}
