// Plays the storyboard: cards for their time, clips from their recordings. While one clip plays, the
// next one waits in the second video element, at its first picture.

const told = JSON.parse(document.getElementById("told").textContent);
const shots = told.shots;
const byId = (id) => document.getElementById(id);
const stage = byId("stage");
const videos = [...stage.querySelectorAll("video")];
const voice = byId("voice");
const place = byId("place");
const LATE = 40;

let length = 0;
for (const shot of shots) {
  shot.start = length;
  length += shot.length;
}
const broken = new Set();
const state = { at: 0, offset: 0, playing: false, front: 0, since: 0, turn: 0 };

function w(sentence, values = {}) {
  return (told.words[sentence] ?? sentence).replace(/\{(\w+)\}/g, (_all, name) => values[name]);
}

function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

const plays = (shot) => Boolean(shot?.src) && !broken.has(shot.src);

function called(shot) {
  return shot.kind === "title" ? `${w("Title card")}: ${shot.words}` : w("Clip {n}", { n: shot.number });
}

function say(words) {
  byId("said").textContent = words;
}

/** Puts a shot's first picture, or the place asked for, into a video element. */
function ready(video, shot, offset = 0) {
  const to = (shot.in + offset) / 1000;
  if (video.dataset.src !== shot.src) {
    video.dataset.src = shot.src;
    video.src = shot.src;
  }
  video.pause();
  video.dataset.shot = shots.indexOf(shot);
  if (video.readyState > 0) {
    if (Math.abs(video.currentTime - to) > 0.001) video.currentTime = to;
  } else {
    video.addEventListener("loadedmetadata", () => (video.currentTime = to), { once: true });
  }
}

function is_ready(video) {
  return video.readyState >= 2 && !video.seeking;
}

/** Shows the shot `at` from `offset` milliseconds in. */
function show(at, offset = 0) {
  const shot = shots[at];
  const turn = ++state.turn;
  const asked = performance.now();
  Object.assign(state, { at, offset, since: asked });
  if (plays(shot)) {
    const waiting = videos[1 - state.front];
    if (Number(waiting.dataset.shot) === at && offset === 0) state.front = 1 - state.front;
    else ready(videos[state.front], shot, offset);
  }
  videos.forEach((video, number) => {
    if (number !== state.front || !plays(shot)) video.pause();
  });
  draw(shot);
  speak(shot, offset);
  when_ready(shot, turn, () => {
    stage.dataset.seek = Math.round(performance.now() - asked);
    stage.removeAttribute("aria-busy");
    state.since = performance.now();
    if (state.playing && plays(shot)) start(videos[state.front]);
    prepare(at);
  });
  tell();
}

/** A card that is spoken as well as shown. */
function speak(shot, offset) {
  voice.pause();
  if (!shot.voice) return;
  if (voice.dataset.src !== shot.voice) {
    voice.dataset.src = shot.voice;
    voice.src = shot.voice;
  }
  const from = () => {
    voice.currentTime = offset / 1000;
    if (state.playing && shots[state.at] === shot) voice.play().catch(() => {});
  };
  if (voice.readyState > 0) from();
  else voice.addEventListener("loadedmetadata", from, { once: true });
}

/** Lets the next clip wait in the other video element. */
function prepare(at) {
  const next = shots.slice(at + 1).find(plays);
  const back = videos[1 - state.front];
  if (next && Number(back.dataset.shot) !== shots.indexOf(next)) ready(back, next);
}

function when_ready(shot, turn, then) {
  if (!plays(shot)) return then();
  const video = videos[state.front];
  if (is_ready(video)) return then();
  stage.setAttribute("aria-busy", "true");
  const look = () => {
    if (turn !== state.turn) return;
    if (is_ready(video)) then();
    else requestAnimationFrame(look);
  };
  look();
}

function start(video) {
  video.play().catch((problem) => {
    if (problem.name === "NotAllowedError") pause();
  });
}

function draw(shot) {
  const media = plays(shot);
  videos.forEach((video, number) => {
    const on = media && number === state.front;
    video.classList.toggle("on", on && shot.picture);
    video.classList.toggle("mosaic", on && shot.disguise === "mosaic");
    video.classList.toggle("voice", on && shot.disguise === "voice");
  });
  const card = byId("card");
  card.className = `card ${shot.kind === "title" || shot.kind === "card" ? "title" : "words"}`;
  card.classList.toggle("on", !media);
  card.replaceChildren();
  if (!media) card.append(Object.assign(document.createElement("span"), { textContent: shot.words }));
  const note = byId("note");
  const trouble = shot.src && !media;
  note.textContent = trouble
    ? w("This browser cannot play this recording; its words stand here instead.")
    : media && !shot.picture
      ? w("Sound only")
      : shot.disguised || (shot.kind === "title" ? "" : media ? "" : shot.label);
  note.hidden = !note.textContent;
  for (const button of document.querySelectorAll("[data-shot]")) {
    if (button.tagName !== "BUTTON") continue;
    if (Number(button.dataset.shot) === shots.indexOf(shot)) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

function offset_now() {
  const shot = shots[state.at];
  if (plays(shot)) {
    const video = videos[state.front];
    return stage.hasAttribute("aria-busy") ? state.offset : video.currentTime * 1000 - shot.in;
  }
  return state.playing ? state.offset + performance.now() - state.since : state.offset;
}

function tell() {
  const shot = shots[state.at];
  const offset = Math.min(Math.max(offset_now(), 0), shot.length);
  const at = shot.start + offset;
  if (document.activeElement !== place || state.playing) place.value = at;
  byId("clock").textContent = `${clock(at)} / ${clock(length)}`;
  place.setAttribute("aria-valuetext", w("{what}, {at} of {all}", { what: called(shot), at: clock(at), all: clock(length) }));
  const box = byId("captions");
  const heard = plays(shot) ? shot.captions.find(([from, to]) => shot.in + offset >= from && shot.in + offset < to) : null;
  const lines = heard ? heard.slice(2).join("\n") : "";
  if (box.dataset.lines !== lines) {
    box.dataset.lines = lines;
    box.replaceChildren();
    for (const line of lines ? lines.split("\n") : []) {
      if (box.childNodes.length) box.append(document.createElement("br"));
      box.append(Object.assign(document.createElement("span"), { textContent: line }));
    }
  }
}

function tick() {
  if (state.playing) {
    const shot = shots[state.at];
    if (!stage.hasAttribute("aria-busy") && offset_now() >= shot.length - LATE / 4) {
      if (state.at + 1 < shots.length) {
        show(state.at + 1);
        announce();
      } else end();
    }
    tell();
  }
  (document.hidden ? (then) => setTimeout(then, 100) : requestAnimationFrame)(tick);
}

function announce() {
  say(w("Playing: {what}", { what: called(shots[state.at]) }));
}

function end() {
  pause();
  Object.assign(state, { offset: shots[state.at].length });
  say(w("The end"));
}

function play() {
  const last = shots.length - 1;
  if (state.at === last && offset_now() >= shots[last].length - LATE) show(0);
  state.playing = true;
  state.since = performance.now();
  byId("play").textContent = w("Pause");
  if (plays(shots[state.at]) && !stage.hasAttribute("aria-busy")) start(videos[state.front]);
  else speak(shots[state.at], state.offset);
  announce();
}

function pause() {
  state.offset = offset_now();
  state.playing = false;
  videos[state.front].pause();
  voice.pause();
  byId("play").textContent = w("Play");
  const at = shots[state.at].start + state.offset;
  say(w("Paused at {at}", { at: clock(at) }));
  tell();
}

function seek(ms) {
  const to = Math.min(Math.max(ms, 0), length - 1);
  const at = shots.findLastIndex((shot) => shot.start <= to);
  show(at, to - shots[at].start);
}

function step(by) {
  const clips = shots.map((_shot, at) => at);
  const late = by < 0 && offset_now() > 2000;
  const to = late ? state.at : clips.at(Math.min(Math.max(state.at + by, 0), shots.length - 1));
  show(to);
  say(called(shots[to]));
}

videos.forEach((video) => {
  video.addEventListener("error", () => {
    if (!video.dataset.src) return;
    broken.add(video.dataset.src);
    if (shots[state.at].src === video.dataset.src) {
      stage.removeAttribute("aria-busy");
      show(state.at);
    }
  });
  video.addEventListener("ended", () => {
    if (state.playing && video === videos[state.front]) state.at + 1 < shots.length ? show(state.at + 1) : end();
  });
});

byId("play").onclick = () => (state.playing ? pause() : play());
byId("before").onclick = () => step(-1);
byId("after").onclick = () => step(1);
byId("cc").onclick = (event) => {
  const on = event.target.getAttribute("aria-pressed") !== "true";
  event.target.setAttribute("aria-pressed", String(on));
  byId("captions").hidden = !on;
};
byId("full").onclick = () => (document.fullscreenElement ? document.exitFullscreen() : stage.requestFullscreen?.());
place.max = length;
place.addEventListener("input", () => seek(Number(place.value)));
for (const button of document.querySelectorAll("button[data-shot]"))
  button.onclick = () => {
    show(Number(button.dataset.shot));
    if (!state.playing) play();
    else announce();
  };
for (const cell of document.querySelectorAll("[data-at]")) cell.textContent = clock(shots[Number(cell.dataset.at)].start);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const on = event.target.closest?.("button, a, input");
  if (event.key === " " && !on?.matches("button, a")) state.playing ? pause() : play();
  else if (["ArrowLeft", "ArrowRight"].includes(event.key) && event.shiftKey) step(event.key === "ArrowLeft" ? -1 : 1);
  else if (["ArrowLeft", "ArrowRight"].includes(event.key) && on !== place)
    seek(shots[state.at].start + offset_now() + (event.key === "ArrowLeft" ? -5000 : 5000));
  else return;
  event.preventDefault();
});

show(0);
tick();
