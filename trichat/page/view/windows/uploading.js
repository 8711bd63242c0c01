/** Uploads: pictures are made smaller, and lose what they tell of places and cameras. @module */
import { t } from "../../words/words.js";
import { $, h, icon } from "../dom.js";

const LARGEST = 2560; // pixels: more than most screens show
const QUALITY = 0.9;
// As what pictures are sent. Of what may move, only the first moment would be left: GIF goes as it is.
const AGAIN = {
  "image/jpeg": "image/jpeg",
  "image/png": "image/png",
  "image/webp": "image/webp",
  "image/avif": "image/webp",
};

/**
 * Files come from the clipboard, are dropped on the page, or chosen; their addresses are put into the box.
 * @param {import("../../chat/chat.js").Chat} chat @param {import("../talk/composer.js").Composer} composer
 */
export function listen(chat, composer) {
  const chosen = $("files");
  const take = (files) => composer.place && upload(chat, composer, composer.place, [...files]);
  $("attach").hidden = false;
  $("attach").addEventListener("click", () => chosen.click());
  chosen.addEventListener("change", () => {
    take(chosen.files);
    chosen.value = "";
  });
  composer.box.addEventListener("paste", (e) => {
    const { files, types } = e.clipboardData;
    if (!files.length || types.includes("text/plain")) return; // a word processor gives a picture of its text, too
    e.preventDefault();
    take(files);
  });
  const isOfFiles = (e) => e.dataTransfer?.types.includes("Files");
  addEventListener("dragover", (e) => {
    if (!isOfFiles(e)) return;
    e.preventDefault(); // else the browser would leave the page, and show the file
    composer.box.focus(); // which shows where it goes
  });
  addEventListener("drop", (e) => {
    if (!isOfFiles(e)) return;
    e.preventDefault();
    take(e.dataTransfer.files);
  });
}

/** Upload files, one after another. */
async function upload(chat, composer, place, files) {
  for (const file of files) {
    const row = new Row(file.name);
    try {
      const address = await send(chat, await smaller(file), file.name, row);
      row.remove();
      put(composer, place, address);
    } catch (error) {
      row.failed(error.message);
    }
  }
}

/** Put an address behind what is half written in a place: there may be something to say to it. */
function put(composer, place, address) {
  const isHere = place === composer.place,
    before = isHere ? composer.box.value : (composer.halves.get(place.key) ?? "");
  const text = `${before && before.trimEnd() + " "}${address} `;
  if (!isHere) return void composer.halves.set(place.key, text);
  composer.box.value = text;
  composer.box.dispatchEvent(new Event("input"));
  composer.box.focus();
}

/** A row that shows how far an upload is; it can be given up. */
class Row {
  stop = () => {};

  constructor(name) {
    this.bar = h("progress", { max: 1, value: 0, "aria-label": name });
    this.text = h("bdi", {}, name);
    const close = h("button", { type: "button", className: "icon", "aria-label": t("cancel") }, icon("close"));
    close.addEventListener("click", () => {
      this.stop();
      this.remove();
    });
    this.row = h("div", {}, this.text, this.bar, close);
    $("uploads").append(this.row);
  }

  failed(why) {
    this.bar.remove();
    this.row.className = "refused";
    this.row.setAttribute("role", "alert");
    this.text.append(`: ${why}`);
  }

  remove() {
    this.row.remove();
  }
}

/** Give a picture as it is to be sent: of no more pixels than somebody sees, and nothing but those. */
async function smaller(/** @type {File} */ file) {
  const type = AGAIN[file.type];
  if (!type || (await moves(file))) return file;
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return file; // it is no picture, whatever it is called
  }
  const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
  const canvas = h("canvas", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((then) => canvas.toBlob((blob) => then(blob ?? file), type, QUALITY));
}

/** Whether a WebP or PNG is a small film: their beginnings say so. */
async function moves(file) {
  const start = await file.slice(0, 64).text();
  return start.includes("ANIM") || start.includes("acTL");
}

/** @returns {Promise<string>} the address of the file */
async function send(chat, blob, name, row) {
  const [answer] = await chat.ask("UPLOAD", []);
  if (answer?.params[1] !== "TOKEN") throw new Error(answer?.params.at(-1) ?? t("offline"));
  const request = new XMLHttpRequest();
  return new Promise((then, fail) => {
    request.open("POST", "files");
    request.setRequestHeader("Authorization", `Bearer ${answer.params[2]}`);
    if (name) request.setRequestHeader("Content-Disposition", `attachment; filename*=UTF-8''${coded(name)}`);
    request.upload.addEventListener("progress", ({ loaded, total }) => (row.bar.value = loaded / total));
    request.addEventListener("load", () => {
      const told = request.getResponseHeader("Location");
      if (request.status === 201 && told) then(new URL(told, request.responseURL).href);
      else fail(new Error(request.responseText.trim()));
    });
    request.addEventListener("error", () => fail(new Error(t("offline"))));
    row.stop = () => request.abort();
    request.send(blob);
  });
}

const coded = (name) =>
  encodeURIComponent(name.toWellFormed?.() ?? name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
