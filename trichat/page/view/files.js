/** Uploaded files as they are shown: pictures small, all else by name. What lies elsewhere is never fetched. @module */
import { h } from "./dom.js";

const OURS = /\/files\/([0-9a-f]{32}(?:\.(\d+)(?:x(\d+))?)?)\/([^/]+)$/;
const hosts = new Set([location.origin]);

/** Files there are ours too. @param {string} url */
export const knowHost = (url) => url && hosts.add(new URL(url).origin);

/** What is shown of the file at an address; null if it is none of ours. @param {string} address */
export function fileNode(address) {
  const url = URL.canParse(address) && new URL(address),
    found = url && hosts.has(url.origin) && OURS.exec(url.pathname);
  if (!found) return null;
  const [, id, size, height, name] = found,
    href = `files/${id}/${name}`, // of this server, by whatever name
    isPicture = /\.(png|jpg|gif|webp|avif)$/.test(name);
  const inner = isPicture ? picture(href, plain(name), Number(size), Number(height)) : `${plain(name)} ${told(size)}`;
  return h("a", { href, target: "_blank", className: isPicture ? "picture" : "" }, inner);
}

function plain(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Its room is there before it comes: nothing jumps. */
function picture(src, alt, width, height) {
  const scale = Math.min(1, 360 / width, 240 / height) || 1;
  const size = { width: Math.ceil(width * scale) || 360, height: Math.ceil(height * scale) || 240 };
  return h("img", { src, alt, loading: "lazy", ...size });
}

const told = (bytes) => (bytes ? `(${Math.ceil(bytes / 1e3)} KB)` : "");
