//! `examples/ten_mistakes.md` shows what the compiler says, and README.md some of it.
//!
//! In: the pages, and the `.stderr` files beside the cases it links to. Out: a section that shows something else.
//! Never here: whether the compiler says it; that is `ui.rs`.

#![allow(clippy::unwrap_used, reason = "a test: a panic is a finding")]

use std::fs;
use std::path::Path;

#[test]
fn the_page_shows_what_the_compiler_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = fs::read_to_string(root.join("examples/ten_mistakes.md")).unwrap();
    let sections: Vec<&str> = page.split("\n## ").skip(1).collect();
    assert_eq!(sections.len(), 10);
    for section in sections {
        let case = section.split("](../").nth(1).and_then(|rest| rest.split(')').next()).unwrap();
        let said = fs::read_to_string(root.join(case).with_extension("stderr")).unwrap();
        let shown = section.split("```text\n").nth(1).and_then(|rest| rest.split("\n```").next()).unwrap();
        assert_eq!(shown, said.trim_end(), "{case}");
    }
}

#[test]
fn readme_shows_mistakes_of_the_page() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = fs::read_to_string(root.join("examples/ten_mistakes.md")).unwrap();
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let blocks = readme.split("```text\nerror").skip(1);
    let shown: Vec<&str> =
        blocks.flat_map(|rest| rest.split("```").next().unwrap().split("\n\nerror")).collect();
    assert_eq!(shown.len(), 3);
    for mistake in shown {
        assert!(page.contains(mistake.trim_end()), "{mistake}");
    }
}
