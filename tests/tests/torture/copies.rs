//! R42: two copies of the runtime in one program would be two silent globals.
//! R43: the macros of one version call the runtime of that version.

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

#[test]
fn r43_cargo_refuses_macros_of_another_version() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("torture_versions");
    let _ = fs::remove_dir_all(&folder);
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    // The runtime's manifest as it is, in a workspace whose macros have the next version.
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let members = manifest.lines().find(|line| line.starts_with("members = ")).unwrap();
    let of_runtime = fs::read_to_string(root.join("otlp-runtime/Cargo.toml")).unwrap();
    write(
        "Cargo.toml",
        &manifest
            .replace(members, "members = [\"otlp-macros\", \"otlp-runtime\"]")
            .replace("\ndefault-members", "\n#"),
    );
    write("otlp-runtime/Cargo.toml", &of_runtime);
    write("otlp-runtime/build.rs", "fn main() {}\n");
    write("otlp-runtime/src/lib.rs", "");
    write("otlp-macros/src/lib.rs", "");
    let refused = |version: &str| {
        write(
            "otlp-macros/Cargo.toml",
            &format!("[package]\nname = \"otlp-macros\"\nversion = \"{version}\"\nedition = \"2024\"\n"),
        );
        let mut command = Command::new(env!("CARGO"));
        let output = command.args(["generate-lockfile", "--offline"]).current_dir(&folder).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (!output.status.success()).then_some(said)
    };
    let (major_minor, patch) = env!("CARGO_PKG_VERSION").rsplit_once('.').unwrap();
    let next = format!("{major_minor}.{}", patch.parse::<u32>().unwrap() + 1);
    let said = refused(&next).unwrap();
    assert!(said.contains("failed to select a version for the requirement `otlp-macros = \"="), "{said}");
    // And it is the version alone that is wrong.
    let said = refused(env!("CARGO_PKG_VERSION"));
    assert!(said.as_ref().is_none_or(|said| !said.contains("requirement `otlp-macros")), "{said:?}");
}
