/** Holding the place that is read while rows come and go, and the way back to the end. @module */
import { t } from "../../words/words.js";
import { h, icon } from "../dom.js";

const POINTED = 2500; // milliseconds for which a row is shown as found

/**
 * Change rows, and scroll so that the first item that is seen stays where it is. It is measured: not every browser
 * anchors by itself, and none when the row of an item is made anew.
 * @param {HTMLElement} box
 * @param {import("../../chat/place.js").Item[]} items  that have rows, in order
 * @param {Map<import("../../chat/place.js").Item, HTMLElement>} rows
 * @param {(seen: import("../../chat/place.js").Item) => void} change
 */
export function keep(box, items, rows, change) {
  const bottomOf = (item) => rows.get(item)?.getBoundingClientRect().bottom;
  const { top } = box.getBoundingClientRect();
  const seen = items.find((item) => bottomOf(item) > top);
  const before = bottomOf(seen);
  change(seen);
  const after = bottomOf(seen); // it may be another row for the same item
  if (before !== undefined && after !== undefined) box.scrollTop += after - before;
}

/** Show a row as what was looked for. @param {HTMLElement} row */
export function point(row) {
  row.scrollIntoView({ block: "center" });
  row.focus({ preventScroll: true });
  row.classList.add("found");
  setTimeout(() => row.classList.remove("found"), POINTED);
}

/** Tell whether an element is within what a box shows. */
export function isSeen(box, element) {
  const { top, bottom } = element.getBoundingClientRect();
  const shown = box.getBoundingClientRect();
  return bottom > shown.top && top < shown.bottom;
}

/** The button that leads to the newest messages, for whoever has scrolled up; it says how many have come since. */
export class JumpButton {
  constructor(act) {
    this.text = h("span");
    this.element = h(
      "button",
      { type: "button", className: "jump", hidden: true, onclick: act },
      icon("down"),
      this.text,
    );
  }

  show(isWanted, n) {
    this.element.hidden = !isWanted;
    this.text.textContent = n ? t("newMessages", { n }) : t("newest");
  }
}
