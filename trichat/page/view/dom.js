/** Making elements. Nothing here, or anywhere in this page, parses HTML. @module */

/** @param {string} id @returns {any} */
export const $ = (id) => document.getElementById(id);

/** Make an element: properties, then children; texts become text nodes. @returns {any} */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === false || value === null) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key in element && typeof value !== "string") element[key] = value;
    else element.setAttribute(key === "className" ? "class" : key, value === true ? "" : value);
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

const PATHS = {
  menu: "M3 6h18M3 12h18M3 18h18",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6L6 18",
  send: "M4 12l16-8-6 16-3-7z",
  search: "M11 4a7 7 0 100 14 7 7 0 000-14zM16 16l5 5",
  people: "M9 11a4 4 0 100-8 4 4 0 000 8zM2 21c0-4 3-7 7-7s7 3 7 7M16 3.5a4 4 0 010 7M18 14.5c2.5.8 4 3.2 4 6.5",
  reply: "M10 5L4 11l6 6M4 11h9c4 0 7 3 7 8",
  bin: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13",
  clip: "M20 11l-8.500 8.500a5 5 0 01-7-7L13 4a3.500 3.500 0 015 5l-8.500 8.500a2 2 0 01-3-3L14 7",
  down: "M12 5v14M6 13l6 6 6-6",
  smile: "M12 3a9 9 0 100 18 9 9 0 000-18zM8.5 14.5c1.5 2.5 5.5 2.5 7 0M9 9.5v0M15 9.5v0",
  link: "M10 14a4 4 0 006 0l3-3a4 4 0 00-6-6l-1 1M14 10a4 4 0 00-6 0l-3 3a4 4 0 006 6l1-1",
  person: "M12 12a4 4 0 100-8 4 4 0 000 8zM4 21c0-4 3.500-7 8-7s8 3 8 7",
  compass: "M12 3a9 9 0 100 18 9 9 0 000-18zM15.5 8.5l-2 5-5 2 2-5z",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M13 7a2 2 0 104 0 2 2 0 00-4 0M7 17a2 2 0 104 0 2 2 0 00-4 0",
};

/** @param {keyof typeof PATHS} name */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg"),
    path = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** What the address of the page names: a room, or with `@` a person. Somebody may have written nonsense there. */
export function named() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

/** Tell whether one points with something finer than a finger: then there is a keyboard too, mostly. */
export const hasPointer = () => matchMedia("(hover: hover)").matches;

/** A function that is called once, a little later, however often it is wanted meanwhile. */
export function soon(act, wait) {
  let timer = 0;
  return () => {
    timer ||= /** @type {any} */ (
      setTimeout(() => {
        timer = 0;
        act();
      }, wait)
    );
  };
}
