// The ballot, livelier: it counts along without a reload, saves each tap, says when the network is
// gone and sends again when it is back, and follows the facilitator. Every page works without it.
"use strict";
(() => {
  const ASK_MS = 6000, SPREAD_MS = 4000, REVEAL_MS = 3000, LONGEST_WAIT_MS = 8000;
  const $ = (what, within = document) => within.querySelector(what);
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  let main, words, form, said, answers, timer;
  let dirty = false, saving = null, mark = "", lost = false, wake = () => {};

  const told = document.createElement("p");
  told.id = "told";
  told.setAttribute("role", "status");

  // --- The network ---------------------------------------------------------------------------

  function network(gone) {
    if (gone === lost) return;
    lost = gone;
    told.textContent = gone ? words.lost : words.back;
    if (!gone) setTimeout(() => { if (!lost) told.textContent = ""; }, 5000);
  }

  function online(ms) {
    return new Promise((done) => {
      const timeout = setTimeout(done, ms);
      wake = () => { clearTimeout(timeout); done(); };
    });
  }

  async function send(address, fields, headers) {
    for (let pause = 500; ; pause = Math.min(2 * pause, LONGEST_WAIT_MS)) {
      try {
        const answer = await fetch(address, {
          method: "POST", body: new URLSearchParams(fields), headers, cache: "no-store",
        });
        if (answer.status < 500) { network(false); return answer; }
      } catch (problem) { /* no network: tried again below */ }
      network(true);
      await online(pause * (0.75 + Math.random() / 2));
    }
  }

  addEventListener("online", () => wake());

  // --- What stands on the page ---------------------------------------------------------------

  function read() {
    answers = {};
    all("li[data-n]", form).forEach((li) => {
      if (+li.dataset.given) answers[li.dataset.n] = +li.dataset.given;
    });
    all("input:checked", form).forEach((input) => {
      if (+input.value) answers[input.name.slice(1)] = +input.value;
    });
  }

  function done() {
    const given = Object.values(answers);
    if (form.dataset.kind === "taps" && +form.dataset.of) return given.reduce((a, b) => a + b, 0);
    if (form.dataset.kind !== "scales") return given.length;
    return Object.keys(answers).filter(
      (key) => key.endsWith("i") && answers[`${key.slice(0, -1)}e`]).length;
  }

  function tap(number, what) {
    const given = answers[number] || 0, places = form.dataset.kind === "places";
    const of = +form.dataset.of, full = of > 0 && done() >= of;
    if (what === "more") {
      if (full || (given && (places || !of))) return;
      answers[number] = places ? done() + 1 : given + 1;
    } else if (what === "up") {
      if (given < 2) return;
      const above = Object.keys(answers).find((other) => answers[other] === given - 1);
      answers[above] = given;
      answers[number] = given - 1;
    } else {
      if (!given) return;
      if (given > 1 && !places) answers[number] = given - 1; else delete answers[number];
      if (places) for (const other in answers) if (answers[other] > given) answers[other] -= 1;
    }
  }

  function draw() {
    const count = done(), of = +form.dataset.of, full = of > 0 && count >= of;
    $("#left").textContent = said.left[count];
    all("li[data-n]", form).forEach((li) => {
      const given = answers[li.dataset.n] || 0, places = form.dataset.kind === "places";
      const [more, up, less] = ["more", "up", "less"].map((what) => $(`[data-do=${what}]`, li));
      const many = form.dataset.kind === "taps" && of > 0;
      li.classList.toggle("on", given > 0);
      $(".pick", li).hidden = !given;
      $(".here", li).textContent = said.here[given];
      if (many) $(".pick > span", li).textContent = `${"●".repeat(given)} `;
      const title = $("h2", li).textContent.replace(/^\d+\. /, "");
      const add = full && many ? said.taken : said.add[places ? count : 0];
      more.textContent = add;
      more.setAttribute("aria-label", !many ? `${add}: ${title}`
        : full ? said.taken : said.label.replace("{option}", title));
      more.disabled = full;
      more.hidden = !many && given > 0;
      less.hidden = !given;
      if (up) up.hidden = !places || given < 2;
    });
  }

  function restoreFocus(li, button) {
    if (!button.hidden && !button.disabled) return;
    const other = all("button", li).find((each) => !each.hidden && !each.disabled);
    (other || li).focus({ preventScroll: true });
  }

  // --- Saving --------------------------------------------------------------------------------

  const address = () => form.getAttribute("action");

  function fields() {
    const sent = { do: "keep" };
    for (const key in answers) sent[`o${key}`] = answers[key];
    return sent;
  }

  function remember() {
    try { sessionStorage.setItem(address(), JSON.stringify(answers)); } catch (problem) { /* full */ }
  }

  function forget() {
    try { sessionStorage.removeItem(address()); } catch (problem) { /* not allowed */ }
  }

  function changed() {
    dirty = true;
    remember();
    saving = saving || save().finally(() => { saving = null; });
  }

  async function save() {
    while (dirty) {
      dirty = false;
      const answer = await send(address(), fields(), { "X-Ballot": "keep" });
      if (answer.status !== 204) {
        dirty = false;
        forget();
        await show(answer);
        return;
      }
    }
    forget();
  }

  // --- Other pages in the place of this one --------------------------------------------------

  async function show(answer) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("main");
    if (!fresh) { location.reload(); return; }
    clearInterval(timer);
    const path = new URL(answer.url).pathname, code = main.dataset.code, was = main.dataset.page;
    const place = scrollY, li = document.activeElement.closest("li[id]");
    main.replaceWith(document.adoptNode(fresh));
    document.title = page.title;
    if (path.startsWith("/vote")) history.replaceState(null, "", path);
    all("input[name=back]").forEach((input) => { input.value = path; });
    if (code && path === `/vote/${code}` && !fresh.dataset.code) {
      Object.assign(fresh.dataset, { code, state: "revealed", page: "result" });
    }
    begin();
    const same = was === "ballot" && main.dataset.page === was;
    const head = (same && li && document.getElementById(li.id)) || $("h1", main);
    if (head) { head.tabIndex = -1; head.focus({ preventScroll: true }); }
    scrollTo(0, same ? place : 0);
    const problem = $(".problem", main);
    told.textContent = same && problem ? problem.textContent : "";
  }

  async function load(path) {
    try {
      const answer = await fetch(path, { cache: "no-store", headers: { Accept: "text/html" } });
      network(false);
      if (answer.status < 500) await show(answer);
    } catch (problem) { network(true); }
  }

  // --- Following the facilitator -------------------------------------------------------------

  function offer(code) {
    if ($("#next", main) || !words) return;
    const line = document.createElement("p"), link = document.createElement("a");
    line.id = "next";
    line.className = "card";
    link.href = `/vote/${code}`;
    link.textContent = words.go;
    line.append(`${words.next} `, link);
    $("h1", main).after(line);
    told.textContent = words.next;
  }

  async function follow(now) {
    clock(now.seconds, now.state === "paused");
    const page = main.dataset.page;
    if (now.next && page === "closed") {
      await wait(Math.random() * REVEAL_MS);
      return load(`/vote/${now.next}`);
    }
    if (now.next && ["done", "result"].includes(page)) offer(now.next);
    if (now.state === main.dataset.state) return undefined;
    if (saving) await saving;
    if (["closed", "revealed"].includes(now.state)) await wait(Math.random() * REVEAL_MS);
    if (page === "room" && main.dataset.state === "open" && now.state === "paused") return undefined;
    return load(page === "check" ? location.pathname.replace(/\/check$/, "") : location.pathname);
  }

  async function ask() {
    if (!document.hidden && main.dataset.code) {
      try {
        const headers = mark ? { "If-None-Match": mark } : {};
        const answer = await fetch(`/vote/${main.dataset.code}/state`, { headers, cache: "no-store" });
        network(false);
        if (answer.status === 200) {
          mark = answer.headers.get("ETag") || "";
          await follow(await answer.json());
        }
      } catch (problem) { network(true); }
    }
    setTimeout(ask, ASK_MS + Math.random() * SPREAD_MS);
  }

  document.addEventListener("visibilitychange", () => { if (!document.hidden) wake(); });

  // --- The time ------------------------------------------------------------------------------

  function clock(seconds, still) {
    const line = $("#time", main), end = performance.now() + 1000 * seconds;
    clearInterval(timer);
    if (!line) return;
    line.hidden = seconds === null;
    if (line.hidden) return;
    const text = JSON.parse(line.dataset.words);
    const tick = () => {
      const left = still ? seconds : (end - performance.now()) / 1000;
      const now = left <= 0 ? text.up : left <= 60 ? text.last
        : text.about.replace("{n}", Math.ceil(left / 60));
      if (line.textContent === now) return;
      line.textContent = now;
      if (left <= 60) told.textContent = now;
    };
    tick();
    timer = setInterval(tick, 1000);
  }

  // --- Beginning -----------------------------------------------------------------------------

  function beginMarks() {
    said = JSON.parse(form.dataset.words);
    read();
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(address())); } catch (problem) { /* none */ }
    if (kept && main.dataset.state === "open") {
      answers = kept;
      all("input", form).forEach((input) => {
        if (input.name) input.checked = +input.value === (answers[input.name.slice(1)] || 0);
      });
      changed();
    }
    draw();
    form.addEventListener("change", () => {
      read();
      draw();
      changed();
    });
  }

  async function submit(event) {
    const button = event.submitter, which = event.target;
    if (which.id === "marks" && button && button.dataset.do) {
      event.preventDefault();
      const li = button.closest("li");
      tap(li.dataset.n, button.dataset.do);
      li.dataset.given = answers[li.dataset.n] || 0;
      draw();
      restoreFocus(li, button);
      changed();
    } else if (which.id === "marks") {
      event.preventDefault();
      if (saving) await saving;
      if (form && form.isConnected) location.assign(`${address()}/check`);
    } else if (which.id === "cast") {
      event.preventDefault();
      if (which.dataset.sent) return;
      which.dataset.sent = "yes";
      const sent = Object.fromEntries(new FormData(which));
      await show(await send(which.getAttribute("action"), { ...sent, do: "cast" }));
    }
  }

  async function check(event) {
    if (event.target.id !== "check" || !event.target.href || !saving) return;
    event.preventDefault();
    await saving;
    if (form && form.isConnected) location.assign(`${address()}/check`);
  }

  function begin() {
    main = document.getElementById("main");
    words = main.dataset.words ? JSON.parse(main.dataset.words) : words;
    form = $("#marks", main);
    mark = "";
    if (form) beginMarks();
    const line = $("#time", main);
    if (line) clock(line.hidden ? null : +line.dataset.seconds, "still" in line.dataset);
    main.after(told);
  }

  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  document.addEventListener("submit", submit);
  document.addEventListener("click", check);
  begin();
  setTimeout(ask, ASK_MS * Math.random());
})();
