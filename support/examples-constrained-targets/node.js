// Runs WebAssembly in node, without a browser:
//   node node.js page FILE.js [NUMBER]     what `pack` has made: calls its `run`, and prints what that returns
//   node node.js wasi FILE.wasm [WORD…]    a program for WASI
const { readFileSync } = require("node:fs");
const [kind, file, ...words] = process.argv.slice(2);

async function page() {
    require("node:vm").runInThisContext(readFileSync(file, "utf8"), file);
    await wasm_bindgen.load();
    const result = await wasm_bindgen.run(...words.map(Number));
    if (result !== undefined) console.log(result);
}

async function wasi() {
    const { WASI } = require("node:wasi");
    const system = new WASI({ version: "preview1", args: [file, ...words], env: {} });
    const { instance } = await WebAssembly.instantiate(readFileSync(file), system.getImportObject());
    process.exitCode = system.start(instance);
}

({ page, wasi })[kind]().catch(error => {
    console.error(`${error}`);
    process.exitCode = 101; // as after a panic
});
