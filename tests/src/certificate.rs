//! Certificates for servers and clients, made on the spot.
//!
//! In: names, and what is to be wrong. Out: PEM for the client under test, a rustls configuration for the collector.
//! Never here: handshakes.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    date_time_ymd,
};
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

/// What is wrong with a server's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It names another host.
    WrongName,
    /// It was good until 2001.
    Expired,
    /// It will be good from 3000 on.
    NotYetValid,
    /// It is one for clients.
    WrongUsage,
}

/// Somebody who signs certificates, and whom clients may trust.
#[derive(Debug)]
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    /// Makes one with a key of its own.
    ///
    /// # Panics
    ///
    /// Here and below, if no certificate can be made.
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// Returns its certificate, to be trusted.
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// Returns chain and key of a client, in PEM.
    pub fn client(&self) -> (String, String) {
        let (certificate, key) = self.issue("client", None);
        (certificate.pem(), key.serialize_pem())
    }

    /// Configures a server named `localhost`, good for [`Collector::start_tls`](crate::Collector::start_tls).
    pub fn server(&self) -> ServerConfig {
        self.configure(None, None)
    }

    /// Configures a server whose certificate no client should take.
    pub fn flawed_server(&self, flaw: Flaw) -> ServerConfig {
        self.configure(Some(flaw), None)
    }

    /// Configures a server that lets only clients in whose certificate `clients` signed.
    pub fn server_for(&self, clients: &Self) -> ServerConfig {
        self.configure(None, Some(clients))
    }

    fn configure(&self, flaw: Option<Flaw>, clients: Option<&Self>) -> ServerConfig {
        let (certificate, key) = self.issue("localhost", flaw);
        let provider = Arc::new(default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .unwrap();
        let builder = match clients {
            None => builder.with_no_client_auth(),
            Some(clients) => {
                let mut roots = RootCertStore::empty();
                roots.add(clients.0.der().clone()).unwrap();
                let roots = Arc::new(roots);
                let verifier = WebPkiClientVerifier::builder_with_provider(roots, provider).build().unwrap();
                builder.with_client_cert_verifier(verifier)
            }
        };
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let mut config = builder.with_single_cert(vec![certificate.der().clone()], key).unwrap();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        config
    }

    fn issue(&self, name: &str, flaw: Option<Flaw>) -> (rcgen::Certificate, KeyPair) {
        let key = KeyPair::generate().unwrap();
        let name = if flaw == Some(Flaw::WrongName) { "elsewhere" } else { name };
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        match flaw {
            Some(Flaw::Expired) => {
                (params.not_before, params.not_after) =
                    (date_time_ymd(2000, 1, 1), date_time_ymd(2001, 1, 1));
            }
            Some(Flaw::NotYetValid) => params.not_before = date_time_ymd(3000, 1, 1),
            Some(Flaw::WrongUsage) => params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth],
            Some(Flaw::WrongName) | None => {}
        }
        (params.signed_by(&key, &self.0).unwrap(), key)
    }
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}
