// Sends recordings in pieces. A piece that was lost is sent again; the server says where to go on.

const SMALLEST = 512 * 1024;
const LEAST = 64 * 1024;
const LARGEST = 8 * 1024 * 1024;
const STOPS = [400, 401, 403, 404, 413, 507];

const told = JSON.parse(document.getElementById("told").textContent);
const list = document.getElementById("uploads");
const queue = [];
let busy = false;

function w(sentence, values = {}) {
  return (told.words[sentence] ?? sentence).replace(/\{(\w+)\}/g, (_all, name) => values[name]);
}

function size(bytes) {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}

function length(seconds) {
  if (seconds < 90) return w("{n} s", { n: Math.max(1, Math.round(seconds)) });
  if (seconds < 5400) return w("{n} min", { n: Math.round(seconds / 60) });
  return w("{n} h", { n: (seconds / 3600).toFixed(1) });
}

function say(words) {
  document.getElementById("said").textContent = words;
}

function el(tag, words = "", more = {}) {
  return Object.assign(document.createElement(tag), { textContent: words }, more);
}

/** One request; `onprogress` is called with the bytes that have gone. */
function ask(item, method, path, body, headers = {}, onprogress = () => {}) {
  return new Promise((then, fail) => {
    const request = new XMLHttpRequest();
    item.request = request;
    request.open(method, told.base + path);
    request.setRequestHeader("x-ebcd", "recording");
    request.setRequestHeader("accept", "application/json");
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.timeout = 10 * 60 * 1000;
    request.upload.onprogress = (event) => onprogress(event.loaded);
    request.onerror = request.ontimeout = () => fail({ lost: true });
    request.onabort = () => fail({ stopped: true });
    request.onload = () => {
      let got = {};
      try {
        got = JSON.parse(request.responseText);
      } catch {
        got = { problem: request.responseText.slice(0, 200) };
      }
      if (request.status < 300) then(got);
      else fail({ status: request.status, problem: got.problem });
    };
    request.send(body);
  });
}

async function hashOf(piece) {
  if (!globalThis.crypto?.subtle) return {};
  const read = await piece.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", read));
  return { "x-sha256": [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("") };
}

class Item {
  /** `file`: null for one that was broken off and has not been chosen again. */
  constructor(file, known = null) {
    Object.assign(this, { file, upload: known?.upload ?? null, at: known?.at ?? 0 });
    this.name = file?.name ?? known.name;
    this.bytes = file?.size ?? known.bytes;
    this.piece = SMALLEST;
    this.most = LARGEST;
    this.state = "waiting";
    this.said = 0;
    this.draw();
  }

  draw() {
    this.row = el("li");
    this.bar = el("progress", "", { max: this.bytes, value: this.at });
    this.bar.setAttribute("aria-label", this.name);
    this.tell = el("p", "", { className: "tell" });
    this.trouble = el("p", "", { className: "trouble", hidden: true });
    this.trouble.setAttribute("role", "alert");
    this.pause = this.button("Pause", "Pause {name}", () => this.stop());
    this.go = this.button("Go on", "Go on with {name}", () => this.start());
    this.end = this.button("Give up", "Give up {name}", () => this.sure());
    const buttons = el("div");
    buttons.append(this.pause, this.go, this.end);
    this.row.append(el("h2", this.name), this.bar, this.tell, this.trouble, buttons);
    list.append(this.row);
    this.show();
  }

  button(words, name, press) {
    const made = el("button", w(words), { type: "button", className: "quiet", onclick: press });
    made.setAttribute("aria-label", w(name, { name: this.name }));
    return made;
  }

  show(words = null) {
    const told_ = { at: size(this.at), all: size(this.bytes) };
    const focused = document.activeElement;
    this.bar.value = this.at;
    this.pause.hidden = !["going", "queued"].includes(this.state);
    this.go.hidden = !["paused", "trouble"].includes(this.state) || !this.file;
    this.end.hidden = ["done", "looking", "gone"].includes(this.state);
    this.bar.hidden = this.state === "done";
    if (focused === this.pause && this.pause.hidden) (this.go.hidden ? this.end : this.go).focus();
    if (focused === this.go && this.go.hidden && !this.pause.hidden) this.pause.focus();
    const usual = {
      waiting: w("{at} of {all} has arrived. Choose the same file again to go on.", told_),
      queued: w("Waits for the one before"),
      looking: w("Looking the file over…"),
      paused: w("Paused at {at} of {all}.", told_),
      done: w("In the study."),
    };
    this.tell.textContent = words ?? usual[this.state] ?? w("{at} of {all}", told_);
  }

  complain(problem) {
    this.trouble.textContent = problem ?? "";
    this.trouble.hidden = !problem;
  }

  start() {
    this.complain(null);
    this.state = "queued";
    this.show();
    if (!queue.includes(this)) queue.push(this);
    work();
  }

  stop() {
    this.state = "paused";
    this.request?.abort();
    this.wake?.();
    this.show();
    say(w("{name} was paused.", { name: this.name }));
  }

  sure() {
    const keep = this.end.dataset.sure;
    if (!keep) {
      this.end.dataset.sure = "1";
      this.complain(w("Give up for good? What has arrived is deleted."));
      const no = el("button", w("Keep it"), { type: "button", className: "quiet" });
      no.onclick = () => {
        delete this.end.dataset.sure;
        no.remove();
        this.complain(null);
        this.end.focus();
      };
      this.end.after(no);
      return;
    }
    this.giveUp();
  }

  async giveUp() {
    this.state = "gone";
    this.request?.abort();
    this.wake?.();
    try {
      if (this.upload) await ask(this, "DELETE", `/${this.upload}`);
    } catch (problem) {
      if (problem.status !== 404) {
        this.state = "trouble";
        this.complain(problem.problem ?? w("Something went wrong on the server: go on in a moment."));
        this.show();
        return;
      }
    }
    this.row.remove();
    say(w("{name} is given up.", { name: this.name }));
    document.getElementById("files").focus();
  }

  async begin() {
    const asked = { name: this.name, bytes: this.bytes, modified: this.file.lastModified };
    const got = await ask(this, "POST", "", JSON.stringify(asked));
    Object.assign(this, { upload: got.upload, at: got.at });
    return got.recording;
  }

  async sendPiece() {
    const from = this.at;
    const piece = this.file.slice(from, from + this.piece);
    let hash;
    try {
      hash = await hashOf(piece);
    } catch {
      throw { problem: w("This browser cannot read the file any more: choose it again."), status: 400 };
    }
    const began = performance.now();
    const gone = (bytes) => {
      this.at = Math.min(from + bytes, this.bytes);
      this.progress(began, bytes);
    };
    const headers = { "content-type": "application/octet-stream", ...hash };
    try {
      const got = await ask(this, "PUT", `/${this.upload}?at=${from}`, piece, headers, gone);
      this.at = got.at;
    } catch (problem) {
      this.at = from;
      throw problem;
    }
    const took = performance.now() - began;
    if (took < 1500) this.piece = Math.min(this.most, this.piece * 2);
    else if (took > 8000) this.piece = Math.max(SMALLEST, this.piece / 2);
    const speed = (1000 * (this.at - from)) / Math.max(1, took);
    this.speed = this.speed ? 0.7 * this.speed + 0.3 * speed : speed;
    this.progress();
  }

  progress() {
    const values = { at: size(this.at), all: size(this.bytes) };
    if (this.speed) {
      values.speed = size(this.speed);
      values.left = length((this.bytes - this.at) / this.speed);
      this.show(w("{at} of {all} · {speed} a second · about {left} left", values));
    } else this.show();
    const quarter = Math.floor((4 * this.at) / this.bytes);
    if (quarter > this.said && quarter < 4) {
      this.said = quarter;
      say(w("{name}: {n} per cent", { name: this.name, n: 25 * quarter }));
    }
  }

  /** Waits, but no longer than until the network is back or somebody presses. */
  rest(seconds) {
    return new Promise((then) => {
      const timer = setTimeout(then, 1000 * seconds);
      this.wake = () => {
        clearTimeout(timer);
        then();
      };
      addEventListener("online", this.wake, { once: true });
    });
  }

  async run() {
    let wait = 1;
    let asked = false;
    this.state = "going";
    this.show();
    while (this.state === "going" || this.state === "looking") {
      try {
        if (!asked) {
          const there = await this.begin();
          asked = true;
          if (there) return this.finished(w("It was in the study already."));
        }
        while (this.at < this.bytes && this.state === "going") {
          await this.sendPiece();
          wait = 1;
          if (!this.trouble.hidden) this.complain(null);
        }
        if (this.state !== "going" && this.state !== "looking") return;
        this.state = "looking";
        this.show();
        await ask(this, "POST", `/${this.upload}/done`, "{}");
        return this.finished();
      } catch (problem) {
        if (problem.stopped) return;
        asked = false;
        if (problem.status === 413 && this.piece > LEAST) {
          // a proxy in between takes no more at once
          this.most = this.piece = this.piece / 2;
          continue;
        }
        if (problem.status && STOPS.includes(problem.status)) {
          this.state = "trouble";
          this.complain(problem.problem);
          this.show();
          return;
        }
        if (!problem.status && !problem.lost) throw problem;
        this.state = "going";
        if (problem.status === 409) {
          await this.rest(0.3);
          continue;
        }
        if (problem.status) this.complain(w("Something went wrong on the server: go on in a moment."));
        this.show(w("No connection: trying again in {n} s. What has arrived is kept.", { n: wait }));
        await this.rest(wait);
        wait = Math.min(30, 2 * wait);
      }
    }
  }

  finished(words = null) {
    this.state = "done";
    this.complain(null);
    this.show(words && `✓ ${words}`);
    if (!words) this.tell.textContent = `✓ ${w("In the study.")}`;
    say(w("{name} is in the study.", { name: this.name }));
  }
}

async function work() {
  if (busy) return;
  busy = true;
  while (queue.length) {
    const item = queue[0];
    if (item.state === "queued") await item.run();
    queue.shift();
  }
  busy = false;
}

const items = told.waiting.map((known) => new Item(null, known));

document.getElementById("files").addEventListener("change", (event) => {
  for (const file of event.target.files) {
    const broken = items.find((each) => !each.file && each.name === file.name && each.bytes === file.size);
    const item = broken ?? new Item(file);
    item.file = file;
    if (!broken) items.push(item);
    item.start();
  }
  event.target.value = "";
});

addEventListener("beforeunload", (event) => {
  if (items.some((each) => ["going", "queued", "looking"].includes(each.state))) event.preventDefault();
});
