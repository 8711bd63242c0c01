/** Lines of IRC, in and out. Pure. @module */

/**
 * @typedef {object} Message
 * @property {Record<string, string>} tags
 * @property {string} source  who it comes from: a mask, or the name of the server
 * @property {string} nick
 * @property {string} command  in capitals
 * @property {string[]} params
 */

const READ = { ":": ";", s: " ", "\\": "\\", r: "\r", n: "\n" };
const WRITTEN = { ";": "\\:", " ": "\\s", "\\": "\\\\", "\r": "\\r", "\n": "\\n" };

/** Write a value so that it can stand in tags, and in what SEARCH takes. @param {string} text */
export const escape = (text) => text.replace(/[; \\\r\n]/g, (sign) => WRITTEN[sign]);
const unescape = (text) => text.replace(/\\(.?)/g, (_, sign) => READ[sign] ?? sign);

/** @param {string} text @returns {Record<string, string>} */
function tagsOf(text) {
  /** @type {Record<string, string>} */
  const tags = {};
  for (const pair of text.split(";")) {
    const middle = pair.indexOf("=");
    if (middle < 0) tags[pair] = "";
    else tags[pair.slice(0, middle)] = unescape(pair.slice(middle + 1));
  }
  return tags;
}

/** Read one line, without its end. @param {string} line @returns {Message} */
export function parse(line) {
  let rest = line;
  let source = "";
  /** @type {Record<string, string>} */
  let tags = {};
  // One word is cut off at a time, and never a regular expression over the whole line: thousands come in a second.
  const word = () => {
    const end = rest.indexOf(" "),
      found = end < 0 ? rest : rest.slice(0, end);
    let next = end < 0 ? rest.length : end;
    while (rest[next] === " ") next++;
    rest = rest.slice(next);
    return found;
  };
  if (rest[0] === "@") tags = tagsOf(word().slice(1));
  if (rest[0] === ":") source = word().slice(1);
  const command = word().toUpperCase(),
    params = [];
  while (rest) {
    if (rest[0] === ":") {
      params.push(rest.slice(1));
      break;
    }
    params.push(word());
  }
  const bang = source.indexOf("!");
  return { tags, source, nick: bang < 0 ? source : source.slice(0, bang), command, params };
}

/**
 * Write one line, without its end. The last parameter may hold spaces; a line end never gets through.
 * @param {string} command @param {string[]} params @param {Record<string, string | undefined>} tags
 */
export function format(command, params = [], tags = {}) {
  const named = Object.entries(tags).filter(([, value]) => value !== undefined);
  const head = named.map(([key, value]) => (value ? `${key}=${escape(value)}` : key)).join(";");
  const words = params.map((param, i) => {
    const isLast = i === params.length - 1;
    return isLast && (param === "" || param[0] === ":" || param.includes(" ")) ? `:${param}` : param;
  });
  const line = [...(head ? [`@${head}`] : []), command, ...words].join(" ");
  return line.replace(/[\r\n\0]/g, " ");
}

const encoder = new TextEncoder();
/** How many bytes a text takes in UTF-8. @param {string} text */
export const bytes = (text) => encoder.encode(text).length;

/** Cut a text into pieces of at most so many bytes, at spaces if there are any, and never inside a character. */
export function pieces(text, most) {
  const found = [];
  let piece = "",
    size = 0;
  for (const word of text.split(/(?<= )/)) {
    const parts = bytes(word) > most ? [...new Intl.Segmenter().segment(word)].map((each) => each.segment) : [word];
    for (const part of parts) {
      const more = bytes(part);
      if (size + more > most && piece) {
        found.push(piece);
        piece = "";
        size = 0;
      }
      piece += part;
      size += more;
    }
  }
  return piece ? [...found, piece] : found;
}
