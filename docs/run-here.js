// The button on the page of `no_threads`. The program is in no_threads.js, which is there if somebody has made it.
(() => {
    const place = document.getElementById("run-here");
    if (!place) return; // another page
    const button = place.querySelector("button");
    const output = place.querySelector("pre");
    const say = line => { output.textContent += `${line}\n`; };

    const load = () => new Promise((loaded, failed) => {
        const script = document.createElement("script");
        script.src = `${path_to_root}constrained/no_threads.js`;
        script.onload = () => loaded(wasm_bindgen.load());
        script.onerror = () => failed("The program is not in this build of the book. The text below says how to make it.");
        document.head.append(script);
    });

    let program;
    button.onclick = async () => {
        button.disabled = true;
        output.textContent = "";
        const { log } = console;
        console.log = say; // what the listing calls in a page
        try {
            program ??= load();
            await program;
            await wasm_bindgen.run();
        } catch (error) {
            say(error);
        }
        console.log = log;
        button.disabled = false;
    };
    place.hidden = false;
})();
