/** The connection: opened again whenever it is lost, sooner when the browser says that there is a network. @module */
import { format, parse } from "./line.js";

const CAPABILITIES = [
  "message-tags",
  "server-time",
  "batch",
  "echo-message",
  "labeled-response",
  "standard-replies",
  "multi-prefix",
  "cap-notify",
  "setname",
  "account-tag",
  "account-notify",
  "away-notify",
  "draft/chathistory",
  "draft/event-playback",
  "draft/multiline",
  "draft/read-marker",
  "draft/message-redaction",
  "draft/channel-rename",
  "draft/metadata-3",
  "soju.im/search",
  "sasl",
  "draft/account-registration",
  "trichat/resume",
];
const QUIET = 45_000; // milliseconds without a byte until we ask whether anybody is there: proxies close after 60,000
const PATIENCE = 15_000; // milliseconds for that answer
const SLICE = 8; // milliseconds of work on what has come; then keys and clicks have their turn
const LOT = 16; // milliseconds between two slices while nothing waits: what comes meanwhile is taken in one go
const SHORTEST = 500; // milliseconds until the second attempt
const LONGEST = 30_000; // milliseconds between two attempts

/**
 * @typedef {object} Who
 * @property {string} nick
 * @property {string} [account]
 * @property {string} [password]  of the account
 * @property {string} [key]  the password of the server, if it has one
 */

export class Link {
  #socket = null;
  #tries = 0;
  #timer = 0;
  #watch = 0;
  #heard = 0;
  #login = null;
  #chunks = null;
  #token = "";
  #queue = [];
  #drained = 0; // when the queue was last empty
  #turn = new MessageChannel();
  /** @type {Who | null} */
  #who = null;
  isUp = false;
  /** Called with each message. */
  onMessage = (/** @type {import("./line.js").Message} */ _message) => {};
  onDown = () => {};

  /** @param {string} url */
  constructor(url) {
    this.url = url;
    this.#turn.port1.onmessage = () => this.#drain();
    addEventListener("online", () => this.#who && !this.#socket && this.#open());
    document.addEventListener("visibilitychange", () => !document.hidden && this.#look(0));
  }

  /** Come in, and stay in. @param {Who} who */
  start(who) {
    this.stop();
    this.#token = "";
    this.#who = who;
    this.#tries = 0;
    this.#open();
  }

  /** Leave, and do not come back by itself. */
  stop() {
    this.#who = null;
    clearTimeout(this.#timer);
    this.send("QUIT", []);
    this.#forget();
  }

  /** Come in anew, a little later. */
  again() {
    this.#socket?.close();
  }

  /** Log in while one is in. @param {string} account @param {string} password */
  logIn(account, password) {
    this.remember(account, password);
    this.#authenticate();
  }

  /** Come back with this account. */
  remember(account, password) {
    if (this.#who) this.#who = { ...this.#who, account, password };
    this.#token = "";
  }

  /** Come in without an account from now on. */
  logOut() {
    if (this.#who) this.#who = { ...this.#who, account: "", password: "" };
  }

  /** Come back under this name. */
  renamed(nick) {
    if (this.#who) this.#who = { ...this.#who, nick };
  }

  get who() {
    return this.#who;
  }

  /** Send a line; false if there is no connection. */
  send(command, params, tags) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(format(command, params, tags));
    return true;
  }

  #open() {
    clearTimeout(this.#timer);
    this.#forget();
    const socket = (this.#socket = new WebSocket(this.url, ["text.ircv3.net"]));
    socket.onopen = () => socket === this.#socket && this.#greet();
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket && this.#queue.push(data) === 1) this.#wait();
    };
    socket.onclose = () => socket === this.#socket && this.#closed();
  }

  /** Let go of a connection whose end is not waited for: it may take minutes. */
  #forget() {
    clearInterval(this.#watch);
    const socket = this.#socket;
    this.#socket = null;
    this.isUp = false;
    this.#queue.length = 0;
    socket?.close();
  }

  #greet() {
    const { nick, password, key } = this.#who;
    this.#heard = Date.now();
    this.#watch = setInterval(() => this.#look(QUIET), 5000);
    // The page comes from this very server, so what it offers is known: all is said at once, nothing is waited for.
    this.send("CAP", ["LS", "302"]);
    this.send("CAP", ["REQ", CAPABILITIES.join(" ")]);
    if (key) this.send("PASS", [key]);
    if (this.#token && !password) this.send("RESUME", [this.#token]);
    this.send("NICK", [nick]);
    this.send("USER", ["web", "0", "*", nick]);
    if (password) this.#authenticate();
    else this.send("CAP", ["END"]);
  }

  async #authenticate() {
    const { nick, account, password } = this.#who,
      socket = this.#socket;
    const { chunks, login } = await import("./login.js"); // guests do without
    if (socket !== this.#socket) return;
    this.#login = login(account || nick, password);
    this.#chunks = chunks;
    this.send("AUTHENTICATE", [this.#login.mechanism]);
  }

  #closed() {
    while (this.#queue.length) this.#take(parse(this.#queue.shift())); // it arrived, so it counts
    this.#forget();
    if (!this.#who) return;
    const wait = Math.min(LONGEST, SHORTEST * 2 ** this.#tries++) * (0.5 + Math.random());
    this.#timer = setTimeout(() => this.#open(), wait);
    this.onDown();
  }

  /** Take what has just come: at once, unless something was taken just before. */
  #wait() {
    if (performance.now() - this.#drained > LOT) this.#turn.port2.postMessage(0);
    else setTimeout(() => this.#turn.port2.postMessage(0), LOT);
  }

  /** Work off what has come, for a few milliseconds; then keys and clicks have their turn. */
  #drain() {
    const until = performance.now() + SLICE,
      queue = this.#queue;
    this.#heard = Date.now();
    let done = 0;
    while (done < queue.length && performance.now() < until) this.#take(parse(queue[done++]));
    queue.splice(0, done);
    if (queue.length) this.#turn.port2.postMessage(0);
    else this.#drained = performance.now();
  }

  #take(message) {
    const { command, params } = message;
    if (command === "PING") return void this.send("PONG", params);
    if (command === "AUTHENTICATE") return void this.#answer(params[0]);
    if (command === "903" && !this.isUp) this.send("CAP", ["END"]);
    if (command === "NOTE" && params[0] === "RESUME" && params[1] === "TOKEN") {
      this.#token = params[2]; // in memory only: a second tab must not go on with this one's visit
      return;
    }
    if (command === "FAIL" && params[0] === "RESUME") {
      this.#token = "";
      return;
    }
    if (command === "001") {
      this.isUp = true;
      this.#tries = 0;
    }
    this.onMessage(message);
  }

  async #answer(said) {
    try {
      for (const piece of this.#chunks(await this.#login.answer(said))) this.send("AUTHENTICATE", [piece]);
    } catch {
      this.send("AUTHENTICATE", ["*"]);
    }
  }

  /** See whether anybody is there, who has said nothing for so long. */
  #look(quiet) {
    const silence = Date.now() - this.#heard;
    if (this.#socket?.readyState !== WebSocket.OPEN || silence < quiet) return;
    if (silence > QUIET + PATIENCE)
      this.#closed(); // without waiting for the browser to notice
    else this.send("PING", ["there"]);
  }
}
