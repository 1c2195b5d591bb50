// Lets the reader choose which thread goes on. All that can happen here has happened in a real run: `PLAY` holds each
// program's states and the steps between them, made by `cargo run -p examples-explore`. This file only walks them.
(() => {
    "use strict";

    const PAUSE = 1200; // milliseconds between the steps of an order that is shown
    const programs = new Map(window.PLAY.map((program) => [program.name, program]));

    /** Returns an element. Attributes that are undefined or false are left out; `true` is written without a value. */
    function element(tag, attributes, ...children) {
        const made = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) {
            if (typeof value === "function") made.addEventListener(name, value);
            else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
        }
        made.append(...children);
        return made;
    }

    /** Returns the nodes of a sentence in which backquotes mark code. */
    const sentence = (text) => text.split("`").map((part, index) => (index % 2 ? element("code", { class: "nohighlight" }, part) : part));
    const withoutMarks = (text) => text.replaceAll("`", "");
    /** Returns where an event was: some, such as unlocking, are in no line. */
    const place = (line) => (line ? `line ${line}: ` : "");
    const isBad = (state) => Boolean(state.end) && state.end[0] !== "ok";

    /** Returns, for each state, how many orders lead from it to a good end, and how many to a bad one. */
    function countOrders({ states, start }) {
        const counts = [];
        const count = (index) => {
            if (counts[index]) return counts[index];
            const { end, steps } = states[index];
            const sum = { good: end?.[0] === "ok" ? 1 : 0, bad: end && end[0] !== "ok" ? 1 : 0 };
            for (const { to } of steps) {
                const below = count(to);
                sum.good += below.good;
                sum.bad += below.bad;
            }
            return (counts[index] = sum);
        };
        count(start);
        return counts;
    }

    /** Returns the steps of the shortest order that fails. If none fails, returns those of a shortest one. */
    function shortest({ states, start }) {
        const canFail = states.some(isBad);
        const queue = [[start, []]];
        const seen = new Set([start]);
        for (const [index, steps] of queue) {
            if (canFail ? isBad(states[index]) : states[index].end) return steps;
            for (const step of states[index].steps) {
                if (!seen.has(step.to)) queue.push([step.to, [...steps, step]]);
                seen.add(step.to);
            }
        }
        return [];
    }

    class Game {
        constructor(root, program) {
            this.root = root;
            this.load(program);
        }

        load(program) {
            this.program = program;
            this.counts = countOrders(program);
            this.taken = [];
            this.build();
            this.show();
        }

        get state() {
            const { states, start } = this.program;
            return states[this.taken.at(-1)?.to ?? start];
        }

        name(thread) {
            const name = this.program.threads[thread];
            return name[0].toUpperCase() + name.slice(1);
        }

        chip(thread, waits) {
            const text = thread === 0 ? "m" : String(thread);
            return element("span", { class: "play-chip", "data-thread": thread, "data-waits": waits, "aria-hidden": "true" }, text);
        }

        build() {
            const { program } = this;
            const twin = programs.get(program.twin);
            this.lines = program.source.map((text, index) => {
                const marks = element("span", { class: "play-marks" });
                const isNew = program.changed?.includes(index + 1);
                const number = element("span", { class: "play-number" }, String(index + 1));
                const code = element("code", { class: "nohighlight", style: `--indent: ${text.search(/\S|$/)}` }, text || " ");
                const note = isNew ? [element("span", { class: "play-quiet" }, " (differs)")] : [];
                const line = element("li", { class: "play-line", "data-new": isNew }, marks, number, code, ...note);
                return { line, marks };
            });
            this.shared = element("ul", { class: "play-shared", "aria-label": "What the threads share" });
            this.question = element("p", {});
            this.choices = element("div", { class: "play-choices", role: "group", "aria-label": "Who goes on?" });
            this.outcome = element("div", { class: "play-outcome" });
            const button = (click, text) => element("button", { type: "button", click }, text);
            this.back = button(() => this.stepBack(), "Step back");
            this.anew = button(() => this.begin(), "Start anew");
            this.hint = button(() => this.demonstrate(), "");
            this.swap = button(() => this.exchange(), program.repaired ? "Back to the faulty program" : "Try the repaired program");
            this.log = element("ol", { class: "play-log", "aria-label": "What has happened, the newest first" });
            this.live = element("p", { class: "play-quiet", role: "status" });
            this.root.replaceChildren(
                element("p", { class: "play-goal" }, ...sentence(program.goal + (program.changed?.length ? " A green bar marks the repair." : ""))),
                element("div", { class: "play-tools" }, this.anew, this.hint, ...(twin ? [this.swap] : [])),
                element("div", { class: "play-body" },
                    element("ol", { class: "play-code", "aria-label": "The program" }, ...this.lines.map(({ line }) => line)),
                    element("div", { class: "play-side" },
                        element("div", { class: "play-now" }, this.shared,
                            element("div", { class: "play-question" }, this.question, this.back), this.choices, this.outcome),
                        this.log)),
                this.live);
        }

        show() {
            const { program, state } = this;
            this.lines.forEach(({ line, marks }, index) => {
                const here = state.threads
                    .map(({ is, line, words }, thread) => ({ is, line, words, thread }))
                    .filter((now) => now.is !== "ended" && now.line === index + 1);
                marks.replaceChildren(...here.map(({ is, thread }) => element("span", {},
                    this.chip(thread, is === "waits"),
                    element("span", { class: "play-quiet" }, `${this.name(thread)} ${{ waits: "waits", panicked: "has panicked" }[is] ?? "is"} here: `))));
                line.toggleAttribute("data-at", here.some(({ is }) => is === "ready"));
                line.toggleAttribute("data-panicked", here.some(({ is }) => is === "panicked"));
            });
            const before = this.taken.length > 1 ? program.states[this.taken.at(-2).to] : program.states[program.start];
            this.shared.replaceChildren(...program.shared.map((name, index) => element("li",
                { "data-new": before.values[index] !== state.values[index] },
                ...sentence(name), `: ${state.values[index]}`)));
            const panicked = this.name(Math.max(0, state.threads.findIndex(({ is }) => is === "panicked")));
            this.question.textContent = !state.end ? "Who goes on?"
                : { ok: "The program has ended.", panic: `${panicked} has panicked.`, deadlock: "No thread can go on." }[state.end[0]] ?? "The program has failed.";
            // Main comes last: it mostly waits for the others.
            const threads = [...state.threads.keys()];
            this.choices.replaceChildren(...[...threads.slice(1), 0].flatMap((thread) => this.buttons(thread)));
            const early = program.before.map((event) => ({ event, early: true }));
            const late = this.taken.flatMap(({ events }) => events.map((event) => ({ event, early: false })));
            this.log.replaceChildren(...[...early, ...late].reverse().map(({ event: [thread, line, what], early }) => element("li",
                { "data-early": early },
                this.chip(thread), element("span", { class: "play-quiet" }, `${this.name(thread)}: `),
                element("span", {}, place(line), ...sentence(what)))));
            this.log.scrollTop = 0;
            this.showOutcome();
            this.back.setAttribute("aria-disabled", String(!this.taken.length));
            this.anew.setAttribute("aria-disabled", String(!this.taken.length));
            const canFail = this.counts[program.start].bad > 0;
            this.hint.textContent = this.timer ? "Stop" : canFail ? "Show me how it fails" : "Show me one order";
        }

        /** Returns a thread's buttons: one for each step that it can take. What the step does is told if the line does not show it. */
        buttons(thread) {
            const { is, line, words } = this.state.threads[thread];
            const steps = this.state.steps.filter((step) => step.thread === thread);
            const label = (text) => [this.chip(thread, is === "waits"), element("span", {}, element("strong", {}, this.name(thread)), ...sentence(text))];
            if (!steps.length) {
                const text = { ended: " has ended", panicked: " has panicked", ready: " could go on" }[is] ?? ` ${words}`;
                return [element("button", { type: "button", "data-thread": thread, "aria-disabled": "true" }, ...label(text))];
            }
            return steps.map((step) => element("button",
                { type: "button", "data-thread": thread, "aria-disabled": "false", "data-next": step === this.next, click: () => this.choose(step) },
                ...label(`${line ? `, line ${line}` : ""}${step.choice ? `: ${step.choice}` : ""}`)));
        }

        showOutcome() {
            const { program, state } = this;
            const all = this.counts[program.start];
            const total = all.good + all.bad;
            this.outcome.removeAttribute("data-kind");
            if (!state.end) return this.outcome.replaceChildren();
            const [kind, words] = state.end;
            const same = kind === "ok" ? all.good : all.bad;
            this.outcome.setAttribute("data-kind", kind === "ok" ? "good" : "bad");
            const few = { 1: "The only way through this program ends", 2: "Both ways through this program end" };
            const share = same === total ? few[total] ?? `All ${total} ways through this program end` : `${same} of the ${total} ways through this program ${same === 1 ? "ends" : "end"}`;
            this.outcome.replaceChildren(
                element("p", {}, element("strong", {}, kind === "ok" ? "It ended well. " : "It failed. "), ...sentence((kind === "ok" ? program.good : program.bad) ?? "")),
                ...(words ? [element("p", { class: "play-small play-words" }, ...sentence(words))] : []),
                element("p", { class: "play-small" }, `${share} like this.${kind === "ok" && all.bad ? " Try another one." : ""}`));
        }

        /** Says to a screen reader what has changed. */
        announce() {
            const done = this.taken.at(-1)?.events.map(([thread, line, what]) => `${this.name(thread)}, ${place(line)}${withoutMarks(what)}.`) ?? ["At the start."];
            const next = this.state.end ? this.outcome.textContent : this.question.textContent;
            this.live.textContent = [...done, next].join(" ");
        }

        choose(step, byHand = true) {
            if (byHand) this.stop();
            this.taken.push(step);
            this.change();
        }

        /** Shows the state. The focus stays on the same thread's button. */
        change() {
            const focused = this.choices.contains(document.activeElement) && document.activeElement.dataset.thread;
            this.show();
            this.announce();
            if (focused) this.choices.querySelector(`[data-thread="${focused}"]`).focus({ preventScroll: true });
        }

        stepBack() {
            this.stop();
            this.taken.pop();
            this.change();
        }

        begin() {
            this.stop();
            this.taken = [];
            this.change();
        }

        exchange() {
            this.stop();
            this.load(programs.get(this.program.twin));
            this.announce();
            this.swap.focus();
        }

        /** Shows the shortest order that fails, step by step. */
        demonstrate() {
            if (this.timer) {
                this.stop();
                return this.change();
            }
            this.begin();
            this.hint.style.minWidth = `${this.hint.offsetWidth}px`; // No other button comes under the pointer.
            const steps = shortest(this.program);
            const next = () => {
                const step = steps.shift();
                this.next = steps[0];
                this.timer = this.next && setTimeout(next, Game.pause);
                this.choose(step, false);
            };
            this.next = steps[0];
            this.timer = setTimeout(next, Game.pause / 2);
            this.show();
        }

        stop() {
            clearTimeout(this.timer);
            this.timer = this.next = undefined;
        }

        /** A thread's number lets it go on, 0 is main, and Backspace steps back. If the thread waits or has several choices, its key moves the focus. */
        key(key) {
            const buttons = /^\d$/.test(key) ? [...this.choices.querySelectorAll(`button[data-thread="${key}"]`)] : [];
            const [button, second] = buttons;
            if (key === "Backspace") this.stepBack();
            else if (button && !second && button.getAttribute("aria-disabled") === "false") button.click();
            else buttons[(buttons.indexOf(document.activeElement) + 1) % buttons.length]?.focus({ preventScroll: true });
            return key === "Backspace" || Boolean(button);
        }
    }
    Game.pause = PAUSE;

    const games = [...document.querySelectorAll(".play[data-program]")]
        .filter((root) => programs.has(root.dataset.program))
        .map((root) => new Game(root, programs.get(root.dataset.program)));

    /** Returns the game whose choices are on the screen. Of several, that is the one with the focus, or the one in the middle. */
    function onScreen() {
        const seen = games.map((game) => ({ game, ...game.choices.getBoundingClientRect().toJSON() })).filter(({ top, bottom }) => top < innerHeight && bottom > 0);
        const away = ({ game, top, bottom }) => (game.root.contains(document.activeElement) ? -1 : Math.abs(top + bottom - innerHeight));
        return seen.sort((a, b) => away(a) - away(b))[0]?.game;
    }
    document.addEventListener("keydown", (event) => {
        const isOther = event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select");
        if (!isOther && onScreen()?.key(event.key)) event.preventDefault();
    });
    window.playGames = { games, Game, shortest };
})();
