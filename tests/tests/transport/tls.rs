//! TLS and client certificates, with real handshakes.

use std::time::Duration;

use otlp_runtime::{Error, ExportError, OtlpExporter, OtlpExporterBuilder, Pem, Protocol};
use otlp_tests::{Authority, Collector, Flaw, Tap};

use super::{BOTH, Sender, accepted, request};

fn refused(builder: OtlpExporterBuilder) -> String {
    match Sender::new(builder.timeout(Duration::from_millis(500))).send() {
        Err(ExportError::RetryExpired { reason, .. }) => reason,
        other => panic!("not refused: {other:?}"),
    }
}

// EXP-07, GRPC-05
#[test]
fn certificate_of_the_given_root_is_trusted() {
    let ca = Authority::new();
    let collector = Collector::start_tls(ca.server());
    for protocol in BOTH {
        assert_eq!(
            Sender::new(protocol(&collector).certificate(Pem::bytes(ca.pem()))).send(),
            accepted(0, None)
        );
    }
}

// SEC-02, SEC-04
#[test]
fn certificates_that_prove_nothing_are_refused() {
    let ca = Authority::new();
    let good = Collector::start_tls(ca.server());
    for protocol in BOTH {
        let reason = refused(protocol(&good).certificate(Pem::bytes(Authority::new().pem())));
        assert!(reason.contains("certificate"), "{reason}");
    }
    assert_eq!(good.received().len(), 0);
    for (flaw, part) in [
        (Flaw::WrongName, "not valid for name"),
        (Flaw::Expired, "expired"),
        (Flaw::NotYetValid, "not valid yet"),
        (Flaw::WrongUsage, "extended key usage"),
    ] {
        let collector = Collector::start_tls(ca.flawed_server(flaw));
        for protocol in BOTH {
            let reason = refused(protocol(&collector).certificate(Pem::bytes(ca.pem())));
            assert!(reason.contains(part), "{reason}");
        }
        assert_eq!(collector.received().len(), 0);
    }
}

// SEC-04: `https` never becomes plaintext, not even towards a server that speaks nothing else.
#[test]
fn plaintext_server_gets_no_byte_of_the_request() {
    const CANARY: &str = "6bQz1tVn";

    let collector = Collector::start();
    let root = Authority::new();
    for protocol in BOTH {
        let tap = Tap::start(collector.address());
        let endpoint = format!("https://{}", tap.address());
        let builder = protocol(&collector).endpoint(endpoint).certificate(Pem::bytes(root.pem()));
        refused(builder.header("api-key", CANARY));
        let sent = tap.sent();
        // A TLS record of type handshake.
        assert!(sent.starts_with(&[22, 3]), "{sent:?}");
        for part in [CANARY.as_bytes(), &request(), b"POST", b"PRI *", b"v1/traces"] {
            assert!(
                !sent.windows(part.len()).any(|window| window == part),
                "{}",
                String::from_utf8_lossy(part)
            );
        }
    }
    assert_eq!(collector.received().len(), 0);
}

// EXP-08, EXP-09
#[test]
fn client_identity_is_shown_to_the_server() {
    let (ca, client_ca) = (Authority::new(), Authority::new());
    let collector = Collector::start_tls(ca.server_for(&client_ca));
    let (chain, key) = client_ca.client();
    for protocol in BOTH {
        let trusting = || protocol(&collector).certificate(Pem::bytes(ca.pem()));
        let identity = trusting().client_identity(Pem::bytes(&*chain), Pem::bytes(&*key));
        assert_eq!(Sender::new(identity).send(), accepted(0, None));
        refused(trusting());
    }
}

// R40, SEC-03: without a restart, also where a file comes before its other half.
#[test]
fn certificates_that_change_on_disk_are_used_by_the_next_connection() {
    for (name, protocol) in ["http", "grpc"].into_iter().zip(BOTH) {
        let (ca, client_ca, other) = (Authority::new(), Authority::new(), Authority::new());
        let collector = Collector::start_tls(ca.server_for(&client_ca));
        let folder = std::env::temp_dir().join(format!("otlp-rotation-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let files = ["roots.pem", "chain.pem", "key.pem"].map(|file| folder.join(file));
        let write = |contents: [&str; 3]| {
            for (file, content) in files.iter().zip(contents) {
                std::fs::write(file, content).unwrap();
            }
        };
        let [roots, chain, key] = files.clone().map(Pem::file);
        let ((old_chain, old_key), (new_chain, new_key)) = (other.client(), client_ca.client());

        write([&other.pem(), &old_chain, &old_key]);
        let builder = protocol(&collector).certificate(roots).client_identity(chain, key);
        // Long enough for the handshakes that succeed, on a machine that is busy.
        let mut sender = Sender::new(builder.timeout(Duration::from_secs(2)));
        let mut refused = || match sender.send() {
            Err(ExportError::RetryExpired { reason, .. }) => reason,
            other => panic!("not refused: {other:?}"),
        };
        let reason = refused();
        assert!(reason.contains("certificate"), "{reason}");
        write([&ca.pem(), &old_chain, &new_key]);
        let reason = refused();
        assert!(reason.contains("key.pem` cannot be used"), "{reason}");
        write([&ca.pem(), &old_chain, &old_key]);
        refused();
        write([&ca.pem(), &new_chain, &new_key]);
        assert_eq!(sender.send(), accepted(0, None));

        // What is under way stays so, whatever the files say.
        write(["", "", ""]);
        assert_eq!(sender.send(), accepted(0, None));
        assert_eq!(collector.received().len(), 2);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

// EXP-09
#[test]
fn identity_that_cannot_be_used_is_a_start_up_error() {
    let ca = Authority::new();
    let (chain, key) = ca.client();
    let (_, other_key) = ca.client();
    let build = |chain: Pem, key: Pem| {
        let builder = OtlpExporter::builder().endpoint("https://localhost").certificate(Pem::bytes(ca.pem()));
        builder.client_identity(chain, key).build()
    };
    assert!(build(Pem::bytes(&*chain), Pem::bytes(&*key)).is_ok());
    for (chain, key) in [
        (Pem::bytes(&*chain), Pem::bytes(other_key)),
        (Pem::bytes(&*chain), Pem::bytes("no key")),
        (Pem::bytes("no chain"), Pem::bytes(&*key)),
        (Pem::file("/does/not/exist"), Pem::bytes(&*key)),
    ] {
        assert!(matches!(build(chain, key), Err(Error::InvalidCertificate { .. })));
    }
}

// SEC-02: the top complaint of users; the sentence says what to do.
#[test]
fn machine_without_roots_is_a_start_up_error_with_a_cure() {
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "tls::child_builds_with_the_systems_roots", "--ignored", "--nocapture"])
        .env("SSL_CERT_FILE", "/dev/null")
        .env("SSL_CERT_DIR", "/does/not/exist")
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(printed.contains("`system roots` cannot be used (no trusted certificate was found"), "{printed}");
    assert!(printed.contains("install the `ca-certificates` package"), "{printed}");
}

#[test]
#[ignore = "run by machine_without_roots_is_a_start_up_error_with_a_cure, in a process of its own"]
fn child_builds_with_the_systems_roots() {
    println!("{}", OtlpExporter::builder().endpoint("https://localhost").build().unwrap_err());
}

// EXP-10: a target without a scheme is https unless told otherwise.
#[test]
fn target_without_a_scheme_uses_tls() {
    let ca = Authority::new();
    let collector = Collector::start_tls(ca.server());
    let builder = OtlpExporter::builder()
        .protocol(Protocol::Grpc)
        .endpoint(format!("localhost:{}", collector.address().port()))
        .certificate(Pem::bytes(ca.pem()));
    assert_eq!(Sender::new(builder).send(), accepted(0, None));
}
