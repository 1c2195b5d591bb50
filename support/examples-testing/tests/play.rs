//! The page on which the reader is the scheduler, in a real browser: each step of each program is taken by the page's own
//! buttons and keys, and what the page then shows is compared with the data.

use std::fs;
use std::path::Path;

use examples_testing::page_in_browser;

/// Walks all programs. `FOLDER` stands for the address of the page's files.
const CHECK: &str = r##"<!doctype html><meta charset="utf-8"><body>
<link rel="stylesheet" href="FOLDER/play.css"><script src="FOLDER/data.js"></script><script>
for (const { name, repaired } of window.PLAY) if (!repaired) {
    document.body.append(Object.assign(document.createElement("div"), { className: "play" }));
    document.body.lastChild.dataset.program = name;
}
</script><script src="FOLDER/play.js"></script><script>
const faults = [];
const told = [];
const words = text => text.replaceAll("`", "");

/** Compares what the page shows with the state. */
function compare(game, state, where) {
    const same = (what, shown, meant) => {
        if (JSON.stringify(shown) !== JSON.stringify(meant)) {
            faults.push(`${game.program.name} at ${where}: ${what}: shows ${JSON.stringify(shown)}, is ${JSON.stringify(meant)}`);
        }
    };
    const buttons = [...game.root.querySelectorAll(".play-choices button")];
    const can = buttons.filter(button => button.getAttribute("aria-disabled") === "false");
    same("who can go on", can.map(button => Number(button.dataset.thread)).sort(), state.steps.map(step => step.thread).sort());
    const chips = [...game.root.querySelectorAll(".play-line")].flatMap((line, index) =>
        [...line.querySelectorAll(".play-chip")].map(chip => `${chip.dataset.thread} ${index + 1} ${"waits" in chip.dataset}`));
    same("marks", chips.sort(), state.threads.flatMap(({ is, line }, thread) => is !== "ended" && line ? [`${thread} ${line} ${is === "waits"}`] : []).sort());
    same("values", [...game.root.querySelectorAll(".play-shared li")].map(item => item.textContent),
        game.program.shared.map((name, index) => `${words(name)}: ${state.values[index]}`));
    const kind = game.root.querySelector(".play-outcome").dataset.kind;
    same("outcome", kind ?? null, state.end ? (state.end[0] === "ok" ? "good" : "bad") : null);
    same("an end has no steps", !state.steps.length, Boolean(state.end));
    state.threads.forEach(({ is, words: what }, thread) => {
        if (is === "waits" && !state.steps.some(step => step.thread === thread) && !buttons.some(button => button.textContent.includes(words(what)))) faults.push(`${where}: no button says that it ${what}`);
    });
    const panicked = [...game.root.querySelectorAll(".play-line")].flatMap((line, index) => ("panicked" in line.dataset ? [index + 1] : []));
    same("panics", panicked, state.threads.flatMap(({ is, line }) => (is === "panicked" && line ? [line] : [])));
}

const press = key => document.dispatchEvent(new KeyboardEvent("keydown", { key }));

/** Takes a step by its button, or by keys: a thread's key takes its only step, or moves between several. */
function take(game, state, step, byKey) {
    const mine = state.steps.filter(({ thread }) => thread === step.thread);
    const buttons = game.root.querySelectorAll(`.play-choices button[data-thread="${step.thread}"]`);
    if (!byKey) buttons[mine.indexOf(step)].click();
    else if (mine.length === 1) press(String(step.thread));
    else {
        buttons[mine.length - 1].focus();
        for (let at = 0; at <= mine.indexOf(step); at += 1) press(String(step.thread));
        document.activeElement.click();
    }
    const log = [...game.root.querySelectorAll(".play-log li")].slice(0, step.events.length).reverse().map(item => item.lastChild.textContent);
    const meant = step.events.map(([, line, what]) => `${line ? `line ${line}: ` : ""}${words(what)}`);
    if (JSON.stringify(log) !== JSON.stringify(meant)) faults.push(`${game.program.name}: the log says ${log}, not ${meant}`);
}

function walk(game) {
    const { states, start, name } = game.program;
    const ways = new Map([[start, []]]);
    const [anew] = game.root.querySelectorAll(".play-tools button");
    const back = game.root.querySelector(".play-question button");
    anew.focus(); // The keys act in this game.
    game.choices.scrollIntoView({ block: "center" });
    let edges = 0;
    for (const [index, way] of ways) {
        anew.click();
        way.forEach((step, at) => take(game, at ? states[way[at - 1].to] : states[start], step, at % 2));
        compare(game, states[index], `state ${index}`);
        for (const step of states[index].steps) {
            edges += 1;
            take(game, states[index], step, edges % 2);
            compare(game, states[step.to], `state ${step.to}`);
            if (!ways.has(step.to)) ways.set(step.to, [...way, step]);
            if (edges % 2) back.click();
            else press("Backspace");
            compare(game, states[index], `state ${index} after a step back`);
        }
    }
    if (ways.size !== states.length) faults.push(`${name}: ${ways.size} of ${states.length} states were reached`);
    const { good, bad } = game.counts[start];
    told.push(`${name}: ${ways.size} states, ${edges} steps, ${good + bad} orders, ${bad} of them fail`);
    anew.click();
}

(async () => {
    const { games, Game } = window.playGames;
    Game.pause = 0;
    for (const game of games) {
        for (const repaired of [false, true]) {
            walk(game);
            const canFail = game.counts[game.program.start].bad > 0;
            if (canFail === repaired) faults.push(`${game.program.name}: ${repaired ? "the repaired one fails" : "it never fails"}`);
            game.root.querySelectorAll(".play-tools button")[1].click();
            while (game.timer) await new Promise(done => setTimeout(done, 1));
            const kind = game.root.querySelector(".play-outcome").dataset.kind;
            if (kind !== (canFail ? "bad" : "good")) faults.push(`${game.program.name}: the order that is shown ends ${kind}`);
            game.root.querySelectorAll(".play-tools button")[2].click();
        }
    }
    document.body.textContent = [...faults, `${games.length} programs, ${faults.length} faults`, ...told].join("\n");
})();
</script>"##;

#[test]
#[ignore = "slow: takes every step of every program in a browser"]
fn every_step_of_every_program_shows_what_the_data_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/src/play");
    let folder = folder.canonicalize().expect("the folder is in the repository");
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let page = scratch.join("play.html");
    fs::write(&page, CHECK.replace("FOLDER", &format!("file://{}", folder.display()))).unwrap();
    let Some(shown) = page_in_browser(&page, "", &scratch.join("play")) else { return };
    assert!(shown.contains("8 programs, 0 faults"), "{shown}");
    println!("{shown}");
}
