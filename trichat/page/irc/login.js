/** How one proves who one is: by SCRAM-SHA-256, which never sends the password, where the browser can. @module */

const encoder = new TextEncoder();
const utf8 = (text) => encoder.encode(text);
const base64 = (data) => btoa(String.fromCharCode(...data));
const unbase64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const LENGTH = 400; // characters of one AUTHENTICATE; what is longer goes in several

/** What goes out for one message of the exchange: a last piece that is full is followed by an empty one. */
export function chunks(data) {
  const text = base64(data),
    found = [];
  for (let at = 0; at <= text.length; at += LENGTH) found.push(text.slice(at, at + LENGTH) || "+");
  return found;
}

class Plain {
  mechanism = "PLAIN";
  constructor(account, password) {
    this.#all = `${account}\0${account}\0${password}`;
  }
  #all;
  async answer() {
    return utf8(this.#all);
  }
}

/** RFC 5802 and 7677. The server has to prove itself as well: it may not be the one that knows the password. */
export class Scram {
  mechanism = "SCRAM-SHA-256";
  #step = 0;
  #first = "";
  #expected = "";

  constructor(account, password, nonce = base64(crypto.getRandomValues(new Uint8Array(18)))) {
    this.account = account.replace(/=/g, "=3D").replace(/,/g, "=2C");
    this.password = password;
    this.nonce = nonce;
  }

  /** Answer what the server said; nothing more comes after its proof. @param {string} said in base64, or `+` */
  async answer(said) {
    this.#step++;
    if (this.#step === 1) return utf8(`n,,${(this.#first = `n=${this.account},r=${this.nonce}`)}`);
    const text = new TextDecoder().decode(unbase64(said));
    if (this.#step === 2) return this.#prove(text);
    if (text !== `v=${this.#expected}`) throw new Error("The server does not know the password either");
    return utf8("");
  }

  async #prove(challenge) {
    const given = Object.fromEntries(challenge.split(",").map((part) => [part[0], part.slice(2)]));
    if (!given.r?.startsWith(this.nonce)) throw new Error("The server answers somebody else");
    const salted = await this.#salted(unbase64(given.s), Number(given.i));
    const clientKey = await hmac(salted, utf8("Client Key")),
      serverKey = await hmac(salted, utf8("Server Key"));
    const stored = new Uint8Array(await crypto.subtle.digest("SHA-256", clientKey));
    const last = `c=biws,r=${given.r}`,
      all = utf8(`${this.#first},${challenge},${last}`);
    const signature = await hmac(stored, all);
    this.#expected = base64(await hmac(serverKey, all));
    return utf8(`${last},p=${base64(clientKey.map((byte, i) => byte ^ signature[i]))}`);
  }

  async #salted(salt, iterations) {
    const key = await crypto.subtle.importKey("raw", utf8(this.password), "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
    return new Uint8Array(await crypto.subtle.deriveBits(how, key, 256));
  }
}

async function hmac(key, data) {
  const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, data));
}

/** Browsers have `crypto.subtle` only where nobody can listen: on https, and on this machine. */
export const login = (account, password) =>
  crypto.subtle ? new Scram(account, password) : new Plain(account, password);
