/** What can be done with a message: by pointer, by finger, by keys. @module */
import { isOp } from "../../chat/people.js";
import { t } from "../../words/words.js";
import { h, icon } from "../dom.js";

const SIGNS = ["👍", "❤️", "😂"];
const ROW = "li.said:not(.pending)";

export class Tools {
  /** @param {import("./timeline.js").Timeline} timeline */
  constructor(timeline, on) {
    this.timeline = timeline;
    this.on = on;
    this.bar = h("div", { className: "tools", role: "toolbar", "aria-label": t("tools"), hidden: true });
    const { box } = timeline;
    box.addEventListener("pointerover", (e) => e.pointerType === "mouse" && this.#offer(e.target.closest(ROW)));
    box.addEventListener("pointerleave", () => !this.bar.contains(document.activeElement) && this.hide());
    box.addEventListener("focusin", (e) => e.target.matches(ROW) && this.#offer(e.target));
    box.addEventListener("click", (e) => this.#clicked(e));
    box.addEventListener("keydown", (e) => this.#key(e));
  }

  hide() {
    this.bar.hidden = true;
    this.bar.remove();
  }

  /** Go to the newest message, from where one can walk up. */
  focusLast() {
    [...this.timeline.list.querySelectorAll(ROW)].at(-1)?.focus();
  }

  /** A row goes away. */
  leave(row) {
    if (this.bar.parentElement === row) this.hide();
  }

  #offer(row) {
    const item = this.timeline.itemOf(row);
    if (!item || item.gone) return this.hide();
    if (this.bar.parentElement === row && !this.bar.hidden) return;
    const button = (act, label, ...inside) =>
      h("button", { type: "button", "aria-label": label, title: label, "data-act": act }, ...inside);
    const mayTakeBack = item.mine || isOp(this.timeline.chat, this.timeline.place);
    this.bar.replaceChildren(
      ...SIGNS.map((sign) => button(`sign ${sign}`, t("react", { sign }), sign)),
      button("pick", t("reactMore"), icon("smile")),
      button("reply", t("reply"), icon("reply")),
      ...(mayTakeBack ? [button("takeBack", t("takeBack"), icon("bin"))] : []),
    );
    this.bar.hidden = false;
    row.append(this.bar);
  }

  #clicked(event) {
    const { timeline } = this,
      { chat, place } = timeline,
      row = event.target.closest("li");
    const button = event.target.closest("button"),
      data = button?.dataset ?? {},
      item = timeline.itemOf(row);
    if (data.go) timeline.goTo(data.go);
    else if (data.sign) chat.react(place, item, data.sign);
    else if (data.who) this.on.person(data.who);
    else if (data.gap !== undefined) timeline.fill(row);
    else if (data.draft) chat.outbox[data.draft](chat.outbox.drafts.find((draft) => draft.key === data.key));
    else if (data.act) this.#act(data.act, item, button);
    else if (row?.matches(ROW) && !event.target.closest("a, pre") && !String(getSelection())) this.#offer(row);
  }

  async #act(act, item, near) {
    const { chat, place } = this.timeline;
    if (act.startsWith("sign ")) chat.react(place, item, act.slice(5));
    if (act === "reply") this.on.reply(item);
    if (act === "takeBack") chat.takeBack(place, item);
    if (act === "pick") {
      const { pickEmoji } = await import("../windows/emoji.js");
      const sign = await pickEmoji(near);
      if (sign) chat.react(place, item, sign);
    }
    this.hide();
  }

  #key(event) {
    const { timeline } = this,
      row = /** @type {HTMLElement | null} */ (document.activeElement?.closest(ROW)),
      item = timeline.itemOf(row);
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target !== timeline.box && event.target !== row) {
      if (event.key === "Escape" && row) row.focus();
      return;
    }
    const acts = {
      ArrowUp: () => this.#step(row, "previousElementSibling", "lastElementChild"),
      ArrowDown: () => this.#step(row, "nextElementSibling", "firstElementChild"),
      End: () => timeline.toEnd(),
      Escape: () => this.on.back(),
      r: () => item && !item.gone && this.on.reply(item),
      e: () => item && !item.gone && this.#act("pick", item, row),
      p: () => item && this.on.person(item.nick),
      Enter: () => item?.about && timeline.goTo(item.about),
      Delete: () => item?.mine && this.#act("takeBack", item, row),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  }

  #step(row, way, first) {
    /** @type {any} */
    let next = row ? row[way] : this.timeline.list[first];
    while (next && !next.matches(ROW)) next = next[way];
    if (!next && row && way === "nextElementSibling") return this.on.back();
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
  }
}
