//! The manifest that the macros write while cargo compiles a workspace of somebody else.
//!
//! In: small crates that depend on `otlp-runtime`, built by `cargo check` with `OTLP_MANIFEST`. Out: the lines of
//! their files.
//! Never here: every form of a line (unit tests of `manifest`); the words of errors (`ui-tests`).
//!
//! All builds share a target directory, so that the runtime is compiled once; each test has packages of its own.

#![expect(clippy::unwrap_used, reason = "a panic of a test is a finding")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

/// A workspace in a folder of its own.
struct Workspace {
    folder: PathBuf,
}

impl Workspace {
    /// Makes the workspace anew, with the versions of dependencies that this one has.
    fn new(name: &str, packages: &[&str]) -> Self {
        let folder = temporary().join(name);
        fs::remove_dir_all(&folder).ok();
        let workspace = Self { folder };
        let members: Vec<String> = packages.iter().map(|package| format!("{package:?}")).collect();
        let members = members.join(", ");
        workspace.write("Cargo.toml", &format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n"));
        workspace.write("Cargo.lock", &fs::read_to_string(root().join("Cargo.lock")).unwrap());
        for package in packages {
            let head = format!("[package]\nname = {package:?}\nversion = \"1.0.0\"\nedition = \"2024\"\n");
            let runtime = json!(root().join("otlp-runtime"));
            let options = "default-features = false, features = [\"macros\"]";
            let dependency = format!("otlp-runtime = {{ path = {runtime}, {options} }}");
            workspace
                .write(&format!("{package}/Cargo.toml"), &format!("{head}\n[dependencies]\n{dependency}\n"));
        }
        workspace
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn manifest(&self) -> PathBuf {
        self.folder.join("manifest")
    }

    fn check(&self, manifest: &Path, arguments: &[&str]) -> Output {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["check", "--offline", "--quiet"]).args(arguments).current_dir(&self.folder);
        cargo.arg("--target-dir").arg(temporary().join("target")).env("OTLP_MANIFEST", manifest);
        cargo.output().unwrap()
    }

    /// Lists what the workspace's crates can emit.
    fn list(&self, arguments: &[&str]) {
        let output = self.check(&self.manifest(), arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn files(&self) -> Vec<String> {
        let files = fs::read_dir(self.manifest()).unwrap();
        let mut names: Vec<String> =
            files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn lines(&self, file: &str) -> Vec<Value> {
        let text = fs::read_to_string(self.manifest().join(file)).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The names of the spans in a file, sorted: in which order rustc expands is its own affair.
    fn spans(&self, file: &str) -> Vec<String> {
        let name = |line: &Value| line["span"]["name"].as_str().unwrap().to_owned();
        let mut names: Vec<String> = self.lines(file).iter().map(name).collect();
        names.sort();
        names
    }
}

fn temporary() -> &'static Path {
    Path::new(concat!(env!("CARGO_TARGET_TMPDIR"), "/manifest"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// A source file with an annotated function of each name.
fn traced(names: &[&str]) -> String {
    let functions: Vec<String> =
        names.iter().map(|name| format!("#[otlp_runtime::traced]\npub fn {name}() {{}}\n")).collect();
    functions.concat()
}

/// The line whose object has this name, or has no name and is of this kind.
fn line<'a>(lines: &'a [Value], kind: &str, name: &Value) -> &'a Value {
    lines.iter().find(|line| line.get(kind).is_some_and(|found| found["name"] == *name)).unwrap()
}

#[test]
fn every_span_event_record_and_group_of_a_crate_is_a_line() {
    let workspace = Workspace::new("kinds", &["listed-kinds"]);
    workspace.write("listed-kinds/src/lib.rs", include_str!("emits.rs"));
    workspace.list(&[]);
    assert_eq!(workspace.files(), ["listed_kinds.jsonl"]);
    let lines = workspace.lines("listed_kinds.jsonl");
    assert_eq!(lines.len(), 6, "{lines:#?}");
    let file = "listed-kinds/src/lib.rs";
    assert_eq!(
        *line(&lines, "span", &json!("serve")),
        json!({ "span": {
            "name": "serve",
            "templates": ["{http.request.method} {http.route}", "{http.request.method}"],
            "kind": "server",
            "convention": "http.server",
            "attributes": [
                { "name": "http.request.method", "type": "string", "given": "start" },
                { "name": "url.scheme", "type": "string", "value": "https", "given": "start" },
                { "name": "shop.\"quoted\"", "type": "int", "value": 1, "given": "start" },
                { "name": "http.route", "type": "string", "given": "late" },
                { "name": "error.type", "type": "string", "given": "err" },
                { "name": "return", "given": "ret" },
            ],
            "waived": [{ "name": "url.path", "reason": "it holds names of customers" }],
            "function": "serve",
            "file": file,
            "line": 32,
        } }),
    );
    assert_eq!(
        *line(&lines, "span", &json!("pay")),
        json!({ "span": {
            "name": "pay",
            "kind": "client",
            "attributes": [],
            "groups": ["&payment"],
            "file": file,
            "line": 35,
        } }),
    );
    assert_eq!(
        *line(&lines, "span_event", &json!("paid")),
        json!({ "span_event": {
            "name": "paid",
            "attributes": [{ "name": "shop.amount", "type": "double", "value": 9.0 }],
            "file": file,
            "line": 37,
        } }),
    );
    assert_eq!(
        *line(&lines, "record", &Value::Null),
        json!({ "record": {
            "attributes": [{ "name": "http.route", "type": "string", "value": "/pay" }],
            "groups": ["payment.buyer"],
            "file": file,
            "line": 36,
        } }),
    );
    assert_eq!(
        *line(&lines, "group", &json!("Payment")),
        json!({ "group": {
            "name": "Payment",
            "attributes": [
                { "name": "shop.payment.id", "field": "id" },
                { "name": "server.port", "type": "int", "field": "port" },
                {
                    "name": "shop.payment.iban",
                    "type": "string",
                    "field": "iban",
                    "policy": "mask(keep_last = 4)",
                },
            ],
            "flattened": [{ "field": "buyer", "group": "Buyer" }],
            "file": file,
            "line": 6,
        } }),
    );
    assert_eq!(
        *line(&lines, "group", &json!("Buyer")),
        json!({ "group": {
            "name": "Buyer",
            "attributes": [{ "name": "shop.buyer.mail", "type": "string", "field": "mail", "policy": "redact" }],
            "file": file,
            "line": 21,
        } }),
    );
}

#[test]
fn targets_of_one_name_do_not_empty_each_others_files() {
    let workspace = Workspace::new("targets", &["listed-targets"]);
    let with_test = format!("{}#[cfg(test)]\n{}", traced(&["lib"]), traced(&["lib_test"]));
    workspace.write("listed-targets/src/lib.rs", &with_test);
    let program = format!("{}fn main() {{ program(); }}", traced(&["program"]));
    workspace.write("listed-targets/src/main.rs", &program);
    workspace
        .write("listed-targets/tests/checkout.rs", &format!("#![allow(dead_code)]\n{}", traced(&["test"])));
    workspace.list(&["--all-targets"]);
    let spans = [
        ("listed-targets.checkout.test.jsonl", vec!["test"]),
        ("listed_targets.bin.jsonl", vec!["program"]),
        ("listed_targets.bin.test.jsonl", vec!["program"]),
        ("listed_targets.jsonl", vec!["lib"]),
        ("listed_targets.test.jsonl", vec!["lib", "lib_test"]),
    ];
    assert_eq!(workspace.files(), spans.each_ref().map(|(file, _)| *file));
    for (file, spans) in spans {
        assert_eq!(workspace.spans(file), spans, "{file}");
    }
}

#[test]
fn changed_crate_gets_a_new_file_and_the_others_keep_theirs() {
    let workspace = Workspace::new("changes", &["listed-changed", "listed-kept"]);
    workspace.write("listed-changed/src/lib.rs", &traced(&["one", "two"]));
    workspace.write("listed-kept/src/lib.rs", &traced(&["kept"]));
    workspace.list(&[]);
    assert_eq!(workspace.spans("listed_changed.jsonl"), ["one", "two"]);
    assert_eq!(workspace.spans("listed_kept.jsonl"), ["kept"]);

    // Nothing writes this line again as long as the crate is not compiled.
    workspace.write("manifest/listed_kept.jsonl", "{\"span\":{\"name\":\"not written again\"}}\n");
    workspace.write("listed-changed/src/lib.rs", &traced(&["three", "two"]));
    workspace.list(&[]);
    assert_eq!(workspace.spans("listed_changed.jsonl"), ["three", "two"]);
    assert_eq!(workspace.spans("listed_kept.jsonl"), ["not written again"]);
}

#[test]
fn relative_folder_is_one_error_and_nothing_is_written() {
    let workspace = Workspace::new("relative", &["listed-nowhere"]);
    workspace.write("listed-nowhere/src/lib.rs", &traced(&["one", "two", "three"]));
    let output = workspace.check(Path::new("manifest"), &[]);
    let errors = String::from_utf8(output.stderr).unwrap();
    let said: Vec<&str> = errors.lines().filter(|line| line.starts_with("error")).collect();
    assert_eq!(
        said,
        [
            "error: `OTLP_MANIFEST` is `manifest`, and rustc does not always run in the same folder; \
             write a whole path, as in `OTLP_MANIFEST=\"$PWD/manifest\"`",
            "error: could not compile `listed-nowhere` (lib) due to 1 previous error",
        ],
    );
    assert!(!workspace.manifest().exists() && !workspace.folder.join("listed-nowhere/manifest").exists());
}

#[test]
fn item_with_an_error_is_not_listed() {
    let workspace = Workspace::new("errors", &["listed-errors"]);
    let wrong = "#[otlp_runtime::traced(http.rout = 1)]\npub fn wrong() {}\n";
    workspace.write("listed-errors/src/lib.rs", &format!("{wrong}{}", traced(&["right"])));
    assert!(!workspace.check(&workspace.manifest(), &[]).status.success());
    assert_eq!(workspace.spans("listed_errors.jsonl"), ["right"]);
}

#[test]
fn each_traced_method_of_a_block_is_a_line() {
    let workspace = Workspace::new("blocks", &["listed-blocks"]);
    let source = "pub struct Cart;
        #[otlp_runtime::traced]
        impl Cart {
            pub fn load(&self) {}
            #[otlp_runtime::traced(name = \"cart.sell\")]
            pub fn sell(&self) {}
            #[otlp_runtime::traced(skip)]
            pub fn id(&self) {}
        }";
    workspace.write("listed-blocks/src/lib.rs", source);
    workspace.list(&[]);
    assert_eq!(workspace.spans("listed_blocks.jsonl"), ["Cart::load", "cart.sell"]);
}
