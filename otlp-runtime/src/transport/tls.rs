//! TLS by rustls: whom to trust, and who we are.
//!
//! In: PEM settings. Out: a connector for the next connection of one protocol, or what is wrong at start-up.
//! Never here: the process-wide crypto provider (it panics when a program holds two, or none);
//! plaintext after a failed handshake.

use core::hash::{BuildHasher as _, Hash as _, Hasher as _};
use std::fs;
use std::hash::RandomState;
use std::sync::{Arc, Mutex};

use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use zeroize::Zeroizing;

use super::connect::BoxError;
use crate::config::otlp::{OtlpSettings, Pem, PemSource};
use crate::diagnostic;
use crate::error::Error;
use crate::sync::lock;

/// What connections are made with: the certificates of files are read again when the files have changed (R40).
pub(super) struct Tls {
    /// Of these, the certificates alone.
    settings: OtlpSettings,
    alpn: Vec<u8>,
    seed: RandomState,
    current: Mutex<Current>,
}

struct Current {
    connector: TlsConnector,
    /// Of the files that it was made of.
    fingerprint: u64,
    /// Of the files that could not be used last, to say so once.
    refused: Option<u64>,
}

impl Tls {
    /// Takes certificates and what is offered as `alpn`, and reads the files.
    pub(super) fn new(settings: &OtlpSettings, alpn: &[u8]) -> Result<Self, Error> {
        let settings = OtlpSettings {
            certificate: settings.certificate.clone(),
            client_certificate: settings.client_certificate.clone(),
            client_key: settings.client_key.clone(),
            ..OtlpSettings::default()
        };
        let seed = RandomState::new();
        // Before the files are used: one that changes in between is read again.
        let fingerprint = fingerprint(&settings, &seed);
        let current = Current { connector: connector(&settings, alpn)?, fingerprint, refused: None };
        Ok(Self { settings, alpn: alpn.to_vec(), seed, current: Mutex::new(current) })
    }

    /// Returns the connector for the next connection.
    ///
    /// If the files have changed and cannot be used, as one whose other half is still to come, this is the one of before,
    /// with what is wrong, which is announced; the next call looks again.
    pub(super) fn connector(&self) -> (TlsConnector, Option<Error>) {
        let mut current = lock(&self.current);
        let fingerprint = fingerprint(&self.settings, &self.seed);
        let mut refused = None;
        if fingerprint != current.fingerprint {
            match connector(&self.settings, &self.alpn) {
                Ok(connector) => *current = Current { connector, fingerprint, refused: None },
                Err(error) => {
                    // The next start of the program would be refused, whether those of before still do or not.
                    if current.refused.replace(fingerprint) != Some(fingerprint) {
                        diagnostic::warn(format_args!("{error}; the certificates of before stay in use"));
                    }
                    refused = Some(error);
                }
            }
        }
        (current.connector.clone(), refused)
    }
}

/// Returns a number that changes with the contents of the files.
fn fingerprint(settings: &OtlpSettings, seed: &RandomState) -> u64 {
    let mut hasher = seed.build_hasher();
    for pem in [&settings.certificate, &settings.client_certificate, &settings.client_key] {
        if let Some(Pem(PemSource::File(path))) = pem {
            fs::read(path).ok().map(Zeroizing::new).as_deref().hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// Builds a connector that offers `alpn`. Reads the certificate files, or the system's roots.
pub(super) fn connector(settings: &OtlpSettings, alpn: &[u8]) -> Result<TlsConnector, Error> {
    let roots = match &settings.certificate {
        Some(pem) => roots_from(pem)?,
        None => system_roots()?,
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| invalid("TLS".to_owned(), error.to_string()))?
        .with_root_certificates(roots);
    let mut config = match (&settings.client_certificate, &settings.client_key) {
        (None, None) => builder.with_no_client_auth(),
        (Some(chain), Some(key)) => {
            let certificates = certificates(chain, "client certificate")?;
            let key_name = name(key, "client key");
            let key = PrivateKeyDer::from_pem_slice(&read(key, "client key")?)
                .map_err(|error| invalid(key_name.clone(), broken(&error)))?;
            builder
                .with_client_auth_cert(certificates, key)
                .map_err(|error| invalid(key_name, error.to_string()))?
        }
        (Some(chain), None) => {
            return Err(invalid(name(chain, "client certificate"), "the client key is missing".to_owned()));
        }
        (None, Some(key)) => {
            return Err(invalid(name(key, "client key"), "the client certificate is missing".to_owned()));
        }
    };
    config.alpn_protocols = vec![alpn.to_vec()];
    Ok(TlsConnector::from(Arc::new(config)))
}

/// Makes the TLS connection; `host` as it stands in the URL.
pub(super) async fn handshake(
    tls: &Tls,
    host: &str,
    tcp: TcpStream,
) -> Result<TokioIo<Box<TlsStream<TcpStream>>>, BoxError> {
    let (connector, refused) = tls.connector();
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let server = ServerName::try_from(host.to_owned())?;
    match (connector.connect(server, tcp).await, refused) {
        (Ok(stream), _) => Ok(TokioIo::new(Box::new(stream))),
        (Err(error), None) => Err(error.into()),
        (Err(error), Some(refused)) => {
            Err(format!("{error}, with the certificates of before: {refused}").into())
        }
    }
}

fn roots_from(pem: &Pem) -> Result<RootCertStore, Error> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(pem, "certificate")? {
        roots.add(certificate).map_err(|error| invalid(name(pem, "certificate"), error.to_string()))?;
    }
    Ok(roots)
}

fn system_roots() -> Result<RootCertStore, Error> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    // Single broken certificates are everyday in system stores.
    roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        let cause = found.errors.first().map(|error| format!(": {error}")).unwrap_or_default();
        return Err(invalid(
            "system roots".to_owned(),
            format!(
                "no trusted certificate was found{cause}; install the `ca-certificates` package or set OTEL_EXPORTER_OTLP_CERTIFICATE"
            ),
        ));
    }
    Ok(roots)
}

fn certificates(pem: &Pem, what: &str) -> Result<Vec<CertificateDer<'static>>, Error> {
    let bytes = read(pem, what)?;
    let certificates = CertificateDer::pem_slice_iter(&bytes)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| invalid(name(pem, what), broken(&error)))?;
    if certificates.is_empty() {
        return Err(invalid(name(pem, what), "it holds no certificate".to_owned()));
    }
    Ok(certificates)
}

fn read(pem: &Pem, what: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    match &pem.0 {
        PemSource::Bytes(bytes) => Ok(bytes.clone()),
        PemSource::File(path) => {
            fs::read(path).map(Zeroizing::new).map_err(|error| invalid(name(pem, what), error.to_string()))
        }
    }
}

fn name(pem: &Pem, what: &str) -> String {
    match &pem.0 {
        PemSource::Bytes(_) => what.to_owned(),
        PemSource::File(path) => path.display().to_string(),
    }
}

/// Says what is wrong with a PEM text, without its bytes: a key that stands on the line of its label would be among them.
fn broken(error: &pem::Error) -> String {
    match error {
        pem::Error::MissingSectionEnd { .. } => "a section has no END line".to_owned(),
        pem::Error::IllegalSectionStart { .. } => {
            "a BEGIN line does not end in dashes; keep the line breaks of the file".to_owned()
        }
        pem::Error::NoItemsFound => "it holds no key".to_owned(),
        // The library's own text has a position at most.
        other => other.to_string(),
    }
}

fn invalid(source_name: String, reason: String) -> Error {
    Error::InvalidCertificate { source_name, reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(settings: &OtlpSettings) -> String {
        connector(settings, b"h2").err().map(|error| error.to_string()).unwrap_or_default()
    }

    // SEC-02: as when a variable lost its line breaks.
    #[test]
    fn key_on_the_line_of_its_label_is_in_no_error() {
        let key = "-----BEGIN PRIVATE KEY-----CANARYCANARYCANARY\n-----END PRIVATE KEY-----";
        let settings = OtlpSettings { certificate: Some(Pem::bytes(key)), ..OtlpSettings::default() };
        let expected = "`certificate` cannot be used (a BEGIN line does not end in dashes; keep the line breaks of the file); give a readable PEM file";
        assert_eq!(error(&settings), expected);
        let unfinished = OtlpSettings {
            certificate: Some(Pem::bytes("-----BEGIN CANARY-----\nAAAA")),
            ..OtlpSettings::default()
        };
        let expected = "`certificate` cannot be used (a section has no END line); give a readable PEM file";
        assert_eq!(error(&unfinished), expected);
    }

    // EXP-07, SEC-02
    #[test]
    fn unusable_roots_are_start_up_errors() {
        for (pem, start) in [
            (Pem::file("/does/not/exist.pem"), "`/does/not/exist.pem` cannot be used ("),
            (Pem::bytes(""), "`certificate` cannot be used (it holds no certificate)"),
            (
                Pem::bytes("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
                "`certificate` cannot be used (",
            ),
        ] {
            let text = error(&OtlpSettings { certificate: Some(pem), ..OtlpSettings::default() });
            assert!(text.starts_with(start), "{text}");
        }
    }
}
