/** Emoji: their short names, as one types them behind a colon, and a small window to choose from. @module */
import { t } from "../../words/words.js";
import { h, hasPointer } from "../dom.js";

const NAMES =
  `grinning 😀 smile 😄 laughing 😆 sweat_smile 😅 joy 😂 rofl 🤣 slight_smile 🙂 upside_down 🙃 wink 😉 blush 😊
innocent 😇 heart_eyes 😍 yum 😋 stuck_out_tongue 😛 nerd 🤓 sunglasses 😎 party 🥳 unamused 😒 confused 😕
frowning ☹️ cry 😢 sob 😭 angry 😠 rage 😡 exploding 🤯 hugging 🤗 thinking 🤔 neutral 😐 rolling_eyes 🙄
grimacing 😬 sleeping 😴 mask 😷 salute 🫡 robot 🤖 ghost 👻 skull 💀 poop 💩 thumbsup 👍 thumbsdown 👎 ok 👌
clap 👏 wave 👋 raised_hands 🙌 pray 🙏 handshake 🤝 muscle 💪 point_up ☝️ point_right 👉 crossed_fingers 🤞
victory ✌️ eyes 👀 brain 🧠 shrug 🤷 facepalm 🤦 heart ❤️ green_heart 💚 blue_heart 💙 broken_heart 💔
hundred 💯 boom 💥 sparkles ✨ star ⭐ fire 🔥 zap ⚡ rainbow 🌈 sun ☀️ snow ❄️ ocean 🌊 tada 🎉 gift 🎁 trophy 🏆
soccer ⚽ dart 🎯 music 🎵 art 🎨 coffee ☕ tea 🍵 beer 🍺 cheers 🥂 pizza 🍕 cake 🍰 cookie 🍪 apple 🍎 cat 🐱 dog 🐶
fox 🦊 bear 🐻 unicorn 🦄 penguin 🐧 snail 🐌 bug 🐛 bee 🐝 tree 🌳 flower 🌸 rocket 🚀 bike 🚲 plane ✈️ home 🏠
computer 💻 bulb 💡 book 📖 memo 📝 pin 📌 link 🔗 lock 🔒 gear ⚙️ package 📦 mail 📧 calendar 📅 chart 📈 clock 🕐
hourglass ⏳ bell 🔔 mag 🔍 bomb 💣 construction 🚧 warning ⚠️ check ✅ cross ❌ question ❓ exclamation ❗
plus ➕ arrow_right ➡️ flag 🏁`.split(/\s+/);
/** @type {[string, string][]} */
export const EMOJI = NAMES.flatMap((name, i) => (i % 2 ? [] : [[name, NAMES[i + 1]]]));
const COLUMNS = 8;

/** Let one choose, beside an element; empty if nothing was chosen. @returns {Promise<string>} */
export function pickEmoji(near) {
  const dialog = h("dialog", { className: "picker", "aria-label": t("emoji") });
  const grid = h("div", { className: "grid", tabIndex: -1, autofocus: !hasPointer() });
  const draw = () => {
    const wanted = field.value.trim().toLowerCase();
    grid.replaceChildren(
      ...EMOJI.filter(([name]) => name.includes(wanted)).map(([name, sign]) =>
        h("button", { type: "button", value: sign, title: name }, sign),
      ),
    );
  };
  const field = h("input", {
    type: "text",
    enterkeyhint: "search",
    "aria-label": t("emojiSearch"),
    placeholder: t("emojiSearch"),
    oninput: draw,
  });
  dialog.append(field, grid);
  draw();
  return new Promise((then) => {
    grid.addEventListener("click", (e) => e.target.closest("button") && dialog.close(e.target.closest("button").value));
    dialog.addEventListener("keydown", (e) => moveIn(grid, field, e));
    dialog.addEventListener("click", (e) => e.target === dialog && dialog.close(""));
    dialog.addEventListener("close", () => {
      dialog.remove();
      then(dialog.returnValue);
    });
    document.body.append(dialog);
    dialog.showModal();
    place(dialog, near.getBoundingClientRect());
  });
}

/** Put it where it does not cover what it is for, and is wholly seen. */
function place(dialog, { top, bottom, right }) {
  const { offsetWidth, offsetHeight } = dialog,
    room = 8;
  const y =
    top > offsetHeight + room ? top - offsetHeight - room : Math.min(bottom + room, innerHeight - offsetHeight - room);
  dialog.style.top = `${Math.max(room, y)}px`;
  dialog.style.left = `${Math.max(room, Math.min(right - offsetWidth, innerWidth - offsetWidth - room))}px`;
}

function moveIn(grid, field, event) {
  const all = [...grid.children],
    at = all.indexOf(document.activeElement);
  if (event.key === "Enter" && document.activeElement === field) {
    event.preventDefault();
    all[0]?.click();
  }
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
  if (!step || (at < 0 && event.key !== "ArrowDown")) return;
  event.preventDefault();
  if (at < 0) all[0]?.focus();
  else if (at + step < 0) field.focus();
  else all[Math.min(all.length - 1, at + step)].focus();
}
