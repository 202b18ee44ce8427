//! TLS and client certificates, with real handshakes.

use std::sync::Arc;
use std::time::Duration;

use otlp_runtime::{Error, ExportError, OtlpExporter, OtlpExporterBuilder, Pem, Protocol};
use otlp_tests::Collector;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

use super::{BOTH, Sender, accepted};

type Ca = CertifiedIssuer<'static, KeyPair>;

fn ca() -> Ca {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn issue(ca: &Ca, name: &str) -> (rcgen::Certificate, KeyPair) {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, ca).unwrap();
    (certificate, key)
}

/// A server of `name`; asks for a certificate of `client_ca` if there is one.
fn server(ca: &Ca, name: &str, client_ca: Option<&Ca>) -> ServerConfig {
    let (certificate, key) = issue(ca, name);
    let provider = Arc::new(default_provider());
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .unwrap();
    let builder = match client_ca {
        None => builder.with_no_client_auth(),
        Some(client_ca) => {
            let mut roots = RootCertStore::empty();
            roots.add(client_ca.der().clone()).unwrap();
            let verifier =
                WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
            builder.with_client_cert_verifier(verifier)
        }
    };
    let chain: Vec<CertificateDer<'static>> = vec![certificate.der().clone()];
    let mut config =
        builder.with_single_cert(chain, PrivateKeyDer::try_from(key.serialize_der()).unwrap()).unwrap();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    config
}

fn refused(builder: OtlpExporterBuilder) -> String {
    match Sender::new(builder.timeout(Duration::from_millis(500))).send() {
        Err(ExportError::RetryExpired { reason, .. }) => reason,
        other => panic!("not refused: {other:?}"),
    }
}

// EXP-07, GRPC-05
#[test]
fn certificate_of_the_given_root_is_trusted() {
    let ca = ca();
    let collector = Collector::start_tls(server(&ca, "localhost", None));
    for protocol in BOTH {
        assert_eq!(
            Sender::new(protocol(&collector).certificate(Pem::bytes(ca.pem()))).send(),
            accepted(0, None)
        );
    }
}

// SEC-02, SEC-04
#[test]
fn unknown_root_and_wrong_name_are_refused() {
    let ca = ca();
    let right = Collector::start_tls(server(&ca, "localhost", None));
    let wrong_name = Collector::start_tls(server(&ca, "elsewhere", None));
    for protocol in BOTH {
        let other_root = refused(protocol(&right).certificate(Pem::bytes(self::ca().pem())));
        assert!(other_root.contains("certificate"), "{other_root}");
        let name = refused(protocol(&wrong_name).certificate(Pem::bytes(ca.pem())));
        assert!(name.contains("not valid for name"), "{name}");
    }
    assert_eq!((right.received().len(), wrong_name.received().len()), (0, 0));
}

// SEC-04: `https` never becomes plaintext.
#[test]
fn plaintext_server_is_refused() {
    let collector = Collector::start();
    let root = ca();
    for protocol in BOTH {
        let endpoint = format!("https://{}", collector.address());
        refused(protocol(&collector).endpoint(endpoint).certificate(Pem::bytes(root.pem())));
    }
    assert_eq!(collector.received().len(), 0);
}

// EXP-08, EXP-09
#[test]
fn client_identity_is_shown_to_the_server() {
    let (ca, client_ca) = (ca(), ca());
    let collector = Collector::start_tls(server(&ca, "localhost", Some(&client_ca)));
    let (chain, key) = issue(&client_ca, "client");
    for protocol in BOTH {
        let trusting = || protocol(&collector).certificate(Pem::bytes(ca.pem()));
        let identity = trusting().client_identity(Pem::bytes(chain.pem()), Pem::bytes(key.serialize_pem()));
        assert_eq!(Sender::new(identity).send(), accepted(0, None));
        refused(trusting());
    }
}

// EXP-09
#[test]
fn identity_that_cannot_be_used_is_a_start_up_error() {
    let ca = ca();
    let (chain, key) = issue(&ca, "client");
    let (_, other_key) = issue(&ca, "client");
    let build = |chain: Pem, key: Pem| {
        let builder = OtlpExporter::builder().endpoint("https://localhost").certificate(Pem::bytes(ca.pem()));
        builder.client_identity(chain, key).build()
    };
    assert!(build(Pem::bytes(chain.pem()), Pem::bytes(key.serialize_pem())).is_ok());
    for (chain, key) in [
        (Pem::bytes(chain.pem()), Pem::bytes(other_key.serialize_pem())),
        (Pem::bytes(chain.pem()), Pem::bytes("no key")),
        (Pem::bytes("no chain"), Pem::bytes(key.serialize_pem())),
        (Pem::file("/does/not/exist"), Pem::bytes(key.serialize_pem())),
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
    let ca = ca();
    let collector = Collector::start_tls(server(&ca, "localhost", None));
    let builder = OtlpExporter::builder()
        .protocol(Protocol::Grpc)
        .endpoint(format!("localhost:{}", collector.address().port()))
        .certificate(Pem::bytes(ca.pem()));
    assert_eq!(Sender::new(builder).send(), accepted(0, None));
}
