// @ts-check
/**
 * Playing along: the recording beside the text, and the text that follows it.
 */

import { lineAt } from "./core.js";
import { Following } from "./following.js";
import { Marking } from "./marking.js";
import { button, clock, el } from "./page.js";
import { Times } from "./timing.js";

/** @typedef {import("./desk.js").Desk} Desk */
/** @typedef {{address: string, name: string, type: string, picture: boolean,
 *    duration_ms: number}} Recording */
/** @typedef {{recording: Recording | null, offset_ms: number, turns: import("./timing.js").Row[],
 *    may_mark: boolean, may_link: boolean, language: string}} Found */
/** @typedef {{volume: number, muted: boolean, rate: number, captions: boolean, size: number,
 *    hidden: boolean}} Kept what the browser remembers from one visit to the next */

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
const STEP = 5;
const SIZES = 3;
const PLACE = "ebcd-player";

/** @returns {Kept} */
function kept() {
  const fresh = { volume: 1, muted: false, rate: 1, captions: true, size: 0, hidden: false };
  try {
    return { ...fresh, ...JSON.parse(localStorage.getItem(PLACE) ?? "{}") };
  } catch {
    return fresh;
  }
}

/** Show the transcript's recording beside the text, where there is one.
 *  @param {Desk} desk @returns {Promise<Player | null>} */
export async function playAlong(desk) {
  const reply = await fetch(`${desk.url}/playing`, { credentials: "same-origin" }).catch(() => null);
  if (!reply?.ok || desk.closed) return null;
  /** @type {Found} */
  const found = await reply.json();
  if (desk.closed || (!found.recording && !found.may_link)) return null;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL("./player.css", import.meta.url).href;
  desk.root.append(link);
  await new Promise((then) => { link.onload = link.onerror = then; });
  const body = desk.frame.scroller.parentElement;
  if (desk.closed || !body) return null;
  if (!found.recording) {
    body.classList.add("played");
    body.insertBefore(hint(desk), desk.frame.panel.root);
    return null;
  }
  return new Player(desk, found, found.recording, body);
}

/** Where to link a recording. @param {Desk} desk */
function hint({ settings, w }) {
  const study = settings.base.split("/").pop();
  return el("p", { class: "player more" }, w("No recording is linked to this transcript."), " ",
    el("a", { href: `/film?study=${study}`, target: "_self" }, w("Link one on the Film page")));
}

export class Player {
  /** @param {Desk} desk @param {Found} found @param {Recording} recording
   *  @param {HTMLElement} body what holds the text and the panel */
  constructor(desk, found, recording, body) {
    this.desk = desk;
    this.recording = recording;
    this.offset = found.offset_ms;
    this.language = found.language;
    this.body = body;
    this.kept = kept();
    this.times = new Times(found.turns);
    this.media = this.mediaOf(recording);
    this.following = new Following(this);
    this.marking = found.may_mark ? new Marking(this) : null;
    this.root = this.build();
    body.classList.add("played");
    body.insertBefore(this.root, desk.frame.panel.root);
    this.help();
    this.listen();
    this.showSize();
    this.following.drawAll();
    this.showUntimed();
  }

  /** @param {Recording} recording @returns {HTMLMediaElement} */
  mediaOf({ address, name, picture }) {
    const { w } = this.desk;
    const media = el(picture ? "video" : "audio", { controls: true, preload: "metadata",
      src: address, playsinline: true, controlslist: "nodownload",
      "aria-label": w("Recording: {name}", { name }) });
    media.volume = this.kept.volume;
    media.muted = this.kept.muted;
    media.defaultPlaybackRate = media.playbackRate = this.kept.rate;
    return media;
  }

  build() {
    const { w } = this.desk;
    this.playButton = button({ "aria-keyshortcuts": "Space", class: "play" }, () => this.toggle());
    this.speed = el("select", { "aria-label": w("Speed"), onchange: () => this.setSpeed(Number(this.speed.value)) },
      ...SPEEDS.map((rate) => el("option", { value: rate, selected: rate === this.kept.rate }, `${rate}×`)));
    this.where = el("span", { class: "where" });
    this.trouble = el("p", { class: "trouble", role: "alert", hidden: true });
    this.untimed = el("p", { class: "more" }, w("This transcript has no times yet."), " ",
      this.marking && w("Press “Mark times”, play, and say when each turn begins."));
    this.captionsButton = button({}, () => this.setCaptions(!this.kept.captions), w("Captions"));
    this.followButton = button({ "aria-pressed": "true" }, () => this.following.set(!this.following.on), w("Follow"));
    this.smaller = button({ "aria-label": w("Smaller picture") }, () => this.resize(-1), "−");
    this.larger = button({ "aria-label": w("Larger picture") }, () => this.resize(1), "+");
    this.hideButton = button({}, () => this.hide(!this.kept.hidden), w("Hide picture"));
    const { picture } = this.recording;
    return el("section", { class: "player", "aria-label": w("Recording: {name}", this.recording) },
      el("div", { class: "screen" }, this.media), this.trouble, this.untimed,
      el("div", { class: "transport", role: "group", "aria-label": w("Playing") },
        button({ "aria-label": w("Back 5 seconds"), "aria-keyshortcuts": "J" }, () => this.skip(-STEP), "−5 s"),
        this.playButton,
        button({ "aria-label": w("Forward 5 seconds"), "aria-keyshortcuts": "L" }, () => this.skip(STEP), "+5 s"),
        this.speed, this.where),
      el("div", { class: "transport", role: "group", "aria-label": w("How it is played") },
        this.followButton, picture && this.captionsButton, picture && this.hideButton,
        picture && this.smaller, picture && this.larger, this.marking?.door),
      this.marking?.root);
  }

  listen() {
    const { media, desk } = this;
    const { signal } = desk.frame.stop;
    const heard = (/** @type {string} */ name, /** @type {() => void} */ then) =>
      media.addEventListener(name, then, { signal });
    heard("play", () => this.stateChanged(true));
    heard("pause", () => this.stateChanged(false));
    heard("timeupdate", () => this.tick());
    heard("seeked", () => this.tick(true));
    heard("loadedmetadata", () => this.tick());
    heard("volumechange", () => this.keep({ volume: media.volume, muted: media.muted }));
    heard("ratechange", () => this.speedChanged());
    heard("error", () => this.failed());
    desk.root.addEventListener("keydown", (event) => this.onKey(event), { signal, capture: true });
    desk.frame.scroller.addEventListener("click", (event) => this.clicked(event), { signal, capture: true });
    signal.addEventListener("abort", () => this.close());
    this.showState();
    if (this.recording.picture) this.showCaptions();
  }

  /** Say that nothing can be followed yet. */
  showUntimed() {
    if (this.untimed) this.untimed.hidden = this.times.inOrder().length > 0;
  }

  /** @param {Partial<Kept>} changed */
  keep(changed) {
    Object.assign(this.kept, changed);
    try {
      localStorage.setItem(PLACE, JSON.stringify(this.kept));
    } catch { /* a browser that keeps nothing plays all the same */ }
  }

  /** The moment of the recording in the transcript's time. */
  now() {
    return Math.round(this.media.currentTime * 1000) - this.offset;
  }

  toggle() {
    if (this.media.paused) this.play();
    else this.media.pause();
  }

  play() {
    this.media.play().catch((error) => {
      if (error.name === "NotSupportedError") this.failed();
    });
  }

  /** @param {number} seconds */
  skip(seconds) {
    const { media } = this;
    const last = Number.isFinite(media.duration) ? media.duration : this.recording.duration_ms / 1000;
    media.currentTime = Math.max(0, Math.min(media.currentTime + seconds, last));
    this.desk.frame.announce(clock(media.currentTime * 1000));
  }

  /** Go to a moment of the transcript's time. @param {number | null} ms @param {boolean} [play] */
  jump(ms, play = true) {
    if (ms === null) return this.desk.refuse(this.desk.w("This turn has no time yet."));
    this.following.set(true, false);
    this.media.currentTime = Math.max(ms + this.offset, 0) / 1000;
    if (play) this.play();
    return true;
  }

  /** Play from the selected words, else from the turn seen first. */
  playHere() {
    const { lines, selection } = this.desk;
    const at = selection ? lineAt(lines, selection.start) : this.following.firstSeen();
    const point = selection ? selection.start - lines[at].start : 0;
    return this.jump(this.times.momentOf(at, point, lines[at].end - lines[at].start));
  }

  /** @param {number} rate */
  setSpeed(rate) {
    this.media.playbackRate = this.media.defaultPlaybackRate = rate;
  }

  /** @param {-1 | 1} by */
  faster(by) {
    const at = SPEEDS.findIndex((rate) => rate >= this.media.playbackRate);
    this.setSpeed(SPEEDS[Math.max(0, Math.min((at < 0 ? SPEEDS.length : at) + by, SPEEDS.length - 1))]);
  }

  speedChanged() {
    const rate = this.media.playbackRate;
    if (rate === this.kept.rate) return;
    this.keep({ rate });
    this.speed.value = String(rate);
    this.desk.frame.announce(this.desk.w("Speed {rate}", { rate: `${rate}×` }), true);
  }

  /** @param {boolean} playing */
  stateChanged(playing) {
    const { w, frame } = this.desk;
    const time = clock(this.media.currentTime * 1000);
    this.showState();
    frame.announce(playing ? w("Playing from {time}", { time }) : w("Paused at {time}", { time }));
    if (playing) this.run();
  }

  showState() {
    const { w } = this.desk;
    this.playButton?.replaceChildren(this.media.paused ? w("Play") : w("Pause"));
  }

  /** Follow frame by frame while it plays. */
  run() {
    cancelAnimationFrame(this.frame ?? 0);
    this.frame = requestAnimationFrame(() => {
      this.tick();
      if (!this.media.paused && !this.desk.closed) this.run();
    });
  }

  /** @param {boolean} [sought] */
  tick(sought) {
    const film = this.media.currentTime * 1000;
    const words = `${clock(film)} / ${clock(this.recording.duration_ms)}`;
    if (this.where.textContent !== words) this.where.textContent = words;
    this.following.to(this.now(), !!sought);
  }

  /** @param {boolean} on */
  setCaptions(on) {
    this.keep({ captions: on });
    this.showCaptions();
    this.desk.frame.announce(on ? this.desk.w("Captions on") : this.desk.w("Captions off"));
  }

  /** @param {number} [fresh] a number that makes the browser ask for them anew */
  showCaptions(fresh = 0) {
    const { w, url } = this.desk;
    if (!this.recording.picture) return;
    if (!this.track || fresh) {
      this.track?.remove();
      this.track = el("track", { kind: "captions", src: `${url}/captions.vtt?${fresh}`,
        srclang: this.language || "en", label: w("Captions") });
      this.media.append(/** @type {HTMLTrackElement} */ (this.track));
    }
    /** @type {HTMLTrackElement} */ (this.track).track.mode = this.kept.captions ? "showing" : "disabled";
    this.captionsButton?.setAttribute("aria-pressed", String(this.kept.captions));
  }

  /** @param {number} by */
  resize(by) {
    this.keep({ size: Math.max(0, Math.min(this.kept.size + by, SIZES - 1)), hidden: false });
    this.showSize();
  }

  /** @param {boolean} hidden */
  hide(hidden) {
    this.keep({ hidden });
    this.showSize();
  }

  showSize() {
    const { size, hidden } = this.kept;
    const { picture } = this.recording;
    this.body.dataset.size = picture && !hidden ? String(size) : "0";
    this.root.classList.toggle("unseen", picture && hidden);
    this.hideButton?.setAttribute("aria-pressed", String(hidden));
    if (this.smaller) this.smaller.disabled = hidden || size === 0;
    if (this.larger) this.larger.disabled = hidden || size === SIZES - 1;
  }

  /** Tell why nothing is heard: the browser's fault or the server's. */
  async failed() {
    const { w } = this.desk;
    const reply = await fetch(this.recording.address, { credentials: "same-origin",
      headers: { Range: "bytes=0-0" } }).catch(() => null);
    const problem = reply && !reply.ok ? (await reply.json().catch(() => ({}))).problem : "";
    const words = !reply ? w("The recording could not be reached: check the connection and reload the page.")
      : reply.status === 401 ? w("You are signed out: sign in again, then reload the page.")
        : reply.ok ? w("This browser cannot play “{name}”: save it as MP4 and link that one.", this.recording)
          : problem || w("The recording could not be reached: check the connection and reload the page.");
    if (!this.trouble) return;
    this.trouble.hidden = false;
    this.trouble.textContent = words;
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const inText = target === this.desk.frame.scroller;
    const here = inText || (this.root.contains(target) && !target.closest("input, select, video, audio"));
    if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
    const pressed = target.closest("button");
    if (pressed && (event.key === " " || event.key === "Enter")) return;
    if (!this.marking?.onKey(event) && !this.command(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {string} key @returns {boolean} */
  command(key) {
    if (key === " ") this.toggle();
    else if (key === "j") this.skip(-STEP);
    else if (key === "l") this.skip(STEP);
    else if (key === "-") this.faster(-1);
    else if (key === "+" || key === "=") this.faster(1);
    else if (key === "k") this.following.set(!this.following.on);
    else if (key === "g") this.playHere();
    else if (key === "c" && this.recording.picture) this.setCaptions(!this.kept.captions);
    else return false;
    return true;
  }

  /** @param {Event} event a click in the text */
  clicked(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const turn = /** @type {HTMLElement | null} */ (target.closest?.("[data-turn]"));
    if (!turn) return;
    const at = Number(turn.dataset.turn);
    this.marking?.choose(at, false);
    if (!target.closest("button.time")) return;
    event.stopPropagation();
    this.jump(this.times.turns[at].start);
  }

  help() {
    const { w, frame } = this.desk;
    const rows = [
      ["Space", w("Play or pause the recording")],
      ["j, l", w("Go back or forward 5 seconds")],
      ["- +", w("Play slower or faster")],
      ["g", w("Play from the selected words")],
      ["k", w("Let the text follow the recording, or not")],
      ...(this.recording.picture ? [["c", w("Captions on or off")]] : []),
    ];
    frame.help.querySelector("tbody")?.append(...rows.map(([key, what]) =>
      el("tr", {}, el("th", { scope: "row" }, el("kbd", {}, key)), el("td", {}, what))));
  }

  close() {
    cancelAnimationFrame(this.frame ?? 0);
    this.media.pause();
    this.media.removeAttribute("src");
    this.media.load();
    this.following.close();
    this.marking?.close();
  }
}
