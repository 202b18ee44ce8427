//! R42: two copies of the runtime in one program would be two silent globals.

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn r42_cargo_refuses_two_copies_in_one_program() {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../otlp-runtime");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("torture_copies");
    let _ = fs::remove_dir_all(&folder);
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    // The later copy is a stand-in with the same `links` key, which is what cargo looks at.
    let key = fs::read_to_string(runtime.join("Cargo.toml")).unwrap();
    let key = key.lines().find(|line| line.starts_with("links = ")).unwrap();
    write(
        "later/Cargo.toml",
        &format!(
            "[package]\nname = \"otlp-runtime\"\nversion = \"9.0.0\"\nedition = \"2024\"\nbuild = \"build.rs\"\n{key}\n"
        ),
    );
    write("later/build.rs", "fn main() {}\n");
    write("later/src/lib.rs", "");
    write(
        "Cargo.toml",
        &format!(
            "[package]\nname = \"both\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
             earlier = {{ package = \"otlp-runtime\", path = {runtime:?}, default-features = false }}\n\
             later = {{ package = \"otlp-runtime\", path = \"later\" }}\n"
        ),
    );
    write("src/lib.rs", "");
    let output = Command::new(env!("CARGO"))
        .args(["generate-lockfile", "--offline"])
        .current_dir(&folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{said}");
    assert!(said.contains("links to the native library `otlp_runtime`"), "{said}");
}
