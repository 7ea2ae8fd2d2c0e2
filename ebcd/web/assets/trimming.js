// Trims a clip by word, by frame and by ear: the recording, its in and out, and the words around.

const kept = new WeakMap();

export default function trimming({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".ebcd-trimming");
  if (!root) return;
  let it = kept.get(root);
  if (!it || it.data.key !== data.key) {
    it = new Trimming(root, data);
    kept.set(root, it);
  }
  it.save = (value) => setTriggerValue("trimmed", value);
}

function clock(ms) {
  const left = Math.max(0, Math.round(ms));
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(left / 3600000);
  const minutes = Math.floor(left / 60000) % 60;
  const rest = `${two(Math.floor(left / 1000) % 60)}.${String(left % 1000).padStart(3, "0")}`;
  return hours ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

function parsed(text) {
  const parts = text.trim().replace(",", ".").split(":");
  if (!parts.length || parts.length > 3 || parts.some((part) => !/^\d+(\.\d+)?$/.test(part))) return null;
  return Math.round(1000 * parts.reduce((sum, part) => 60 * sum + Number(part), 0));
}

function el(tag, words = "", more = {}) {
  return Object.assign(document.createElement(tag), { textContent: words }, more);
}

class Trimming {
  constructor(root, data) {
    Object.assign(this, { root, data, in: data.in, out: data.out, ends: null });
    root.replaceChildren();
    root.append(this.player(), this.listening(), this.side("in"), this.side("out"), this.text(), this.foot());
    this.show();
  }

  w(sentence, values = {}) {
    const words = this.data.words[sentence] ?? sentence;
    return words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  }

  player() {
    const { data } = this;
    this.media = el(data.picture ? "video" : "audio", "", { controls: true, preload: "metadata", src: `${data.src}#t=${data.in / 1000},${data.out / 1000}` });
    this.media.setAttribute("aria-label", data.label);
    const track = el("track", "", { kind: "captions", src: data.captions, srclang: data.language, label: this.w("Captions"), default: true });
    this.media.append(track);
    this.media.addEventListener("timeupdate", () => this.follow());
    const watch = () => {
      if (!this.root.isConnected) return;
      if (this.ends !== null && this.media.currentTime * 1000 >= this.ends - 5) {
        this.media.pause();
        this.ends = null;
      }
      requestAnimationFrame(watch);
    };
    requestAnimationFrame(watch);
    return this.media;
  }

  play(from, to) {
    this.media.currentTime = from / 1000;
    this.ends = to;
    this.media.play().catch(() => {});
  }

  listening() {
    const row = el("div", "", { className: "row" });
    row.append(
      this.button("Play the clip", () => this.play(this.in, this.out)),
      this.button("First 2 seconds", () => this.play(this.in, Math.min(this.in + 2000, this.out))),
      this.button("Last 2 seconds", () => this.play(Math.max(this.out - 2000, this.in), this.out)),
      this.button("Stop", () => this.media.pause()),
    );
    return row;
  }

  button(words, press, name = null) {
    const made = el("button", this.w(words), { type: "button", onclick: press });
    if (name) made.setAttribute("aria-label", this.w(name));
    if (name) made.title = this.w(name);
    return made;
  }

  side(which) {
    const is_in = which === "in";
    const box = el("fieldset");
    const input = el("input", "", { type: "text", inputMode: "decimal", autocomplete: "off" });
    const label = el("label", this.w(is_in ? "In" : "Out"));
    label.append(input);
    input.addEventListener("change", () => {
      const typed = parsed(input.value);
      if (typed === null) this.complain(this.w("This is no time: write minutes and seconds like 2:05.5."));
      else this.put(which, typed);
    });
    input.addEventListener("input", () => {
      const typed = parsed(input.value);
      const out = is_in ? this.out : typed;
      if (typed === null || typed > this.data.latest || out - (is_in ? typed : this.in) < this.data.shortest) return;
      this[which] = typed;
      this.marked();
    });
    this[`${which}Box`] = input;
    const steps = el("div", "", { className: "row" });
    const end = is_in ? "in" : "out";
    steps.append(
      this.button("◂ word", () => this.byWord(which, -1), `One word earlier (${end})`),
      this.button("−10", () => this.byFrame(which, -10), `10 frames earlier (${end})`),
      this.button("−1", () => this.byFrame(which, -1), `1 frame earlier (${end})`),
      this.button("+1", () => this.byFrame(which, 1), `1 frame later (${end})`),
      this.button("+10", () => this.byFrame(which, 10), `10 frames later (${end})`),
      this.button("word ▸", () => this.byWord(which, 1), `One word later (${end})`),
      this.button("Set here", () => this.put(which, this.media.currentTime * 1000, false), `Set the ${end} at the playing position`),
    );
    box.append(el("legend", this.w(is_in ? "Begins" : "Ends")), label, steps);
    return box;
  }

  byFrame(which, by) {
    const frame = Math.round((this[which] * this.data.rate) / 1000) + by;
    this.put(which, (frame * 1000) / this.data.rate);
  }

  byWord(which, by) {
    const at = which === "in" ? 1 : 2;
    const times = this.data.said.map((word) => word[at]);
    const now = this[which];
    const found = by > 0 ? times.find((ms) => ms > now + 1) : times.findLast((ms) => ms < now - 1);
    if (found === undefined) this.complain(this.w("There is no further word to go to."));
    else this.put(which, found);
  }

  put(which, ms, look = true) {
    const to = Math.min(Math.max(Math.round(ms), 0), this.data.latest);
    const other = which === "in" ? this.out - to : to - this.in;
    if (other < this.data.shortest) {
      this.complain(this.w("A clip ends after it begins: choose another moment."));
      this.show();
      return;
    }
    this[which] = to;
    this.complain("");
    if (look) {
      this.media.pause();
      this.ends = null;
      this.media.currentTime = (which === "in" ? to : Math.max(to - 1000 / this.data.rate, this.in)) / 1000;
    }
    this.show();
  }

  text() {
    if (!this.data.said.length) return el("p");
    const box = el("p", "", { className: "said" });
    box.setAttribute("aria-label", this.w("Words around the clip"));
    box.setAttribute("role", "group");
    box.tabIndex = 0;
    this.spans = this.data.said.map(([word, from]) => {
      const span = el("span", word);
      span.onclick = () => (this.media.currentTime = from / 1000);
      box.append(span, " ");
      return span;
    });
    return box;
  }

  follow() {
    const now = this.media.currentTime * 1000;
    this.spans?.forEach((span, at) => {
      const [, from, to] = this.data.said[at];
      span.classList.toggle("now", now >= from && now < to);
    });
  }

  foot() {
    const row = el("div", "", { className: "row" });
    this.status = el("p", "");
    this.status.setAttribute("role", "status");
    this.trim = this.button("Trim", () => this.save({ in: this.in, out: this.out, at: Date.now() }));
    this.trim.className = "main";
    this.back = this.button("As it was", () => {
      Object.assign(this, { in: this.data.in, out: this.data.out });
      this.complain("");
      this.show();
    });
    row.append(this.trim, this.back, this.status);
    return row;
  }

  complain(words) {
    this.trouble = words;
    this.tell();
  }

  tell() {
    const seconds = ((this.out - this.in) / 1000).toFixed(1);
    this.status.textContent = this.trouble || this.w("{n} seconds long", { n: seconds });
  }

  show() {
    this.inBox.value = clock(this.in);
    this.outBox.value = clock(this.out);
    this.marked();
  }

  marked() {
    this.spans?.forEach((span, at) => {
      const [, from, to] = this.data.said[at];
      span.classList.toggle("in", from < this.out && to > this.in);
    });
    const same = this.in === this.data.in && this.out === this.data.out;
    this.trim.disabled = same;
    this.back.disabled = same;
    this.tell();
  }
}
