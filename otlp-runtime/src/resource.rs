//! Who produces the spans: the resource.
//!
//! In: attributes given in code and by the environment. Out: one set with unique keys, and its
//! OTLP bytes.
//! Never here: detectors (their users add what they find), limits (resources are exempt).

use std::borrow::Cow;

use crate::attribute::{KeyValue, Value, put_key_value};
use crate::diagnostic;
use crate::proto::otlp::request;

/// The entity that produces spans: attributes with unique keys, and the URL of their schema.
///
/// Fixed once telemetry is installed.
///
/// ```
/// use otlp_runtime::{Resource, Value};
///
/// let resource = Resource::builder()
///     .service_name("checkout")
///     .attribute("service.version", "1.2.0")
///     .build();
/// assert_eq!(resource.get("service.name"), Some(&Value::from("checkout")));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resource {
    attributes: Vec<KeyValue>,
    schema_url: Cow<'static, str>,
}

impl Resource {
    /// Starts an empty resource.
    pub fn builder() -> ResourceBuilder {
        ResourceBuilder { resource: Self::default() }
    }

    /// Returns what every resource starts from.
    ///
    /// `service.name` is `unknown_service:` and the name of the executable; `telemetry.sdk.name` is
    /// `otlp-runtime` (the conventions keep `opentelemetry` for the project's own SDKs);
    /// `telemetry.sdk.language` is `rust`; `telemetry.sdk.version` is this crate's.
    pub fn sdk_default() -> Self {
        Self::builder()
            .service_name(unknown_service(std::env::current_exe().ok().as_deref()))
            .attribute("telemetry.sdk.name", env!("CARGO_PKG_NAME"))
            .attribute("telemetry.sdk.language", "rust")
            .attribute("telemetry.sdk.version", env!("CARGO_PKG_VERSION"))
            .build()
    }

    /// Returns the attributes, in the order in which their keys came first.
    pub fn attributes(&self) -> &[KeyValue] {
        &self.attributes
    }

    /// Returns the URL of the schema that the attributes follow; empty if none is known.
    pub fn schema_url(&self) -> &str {
        &self.schema_url
    }

    /// Returns the value of `key`.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.attributes.iter().find(|attribute| attribute.key == key).map(|attribute| &attribute.value)
    }

    /// Adds `updating` to this resource; its values win.
    ///
    /// An empty schema URL yields to the other. Two different ones cannot both be right: a warning
    /// is printed and the result has none.
    pub fn merge(mut self, updating: Self) -> Self {
        for attribute in updating.attributes {
            self.insert(attribute);
        }
        if self.schema_url.is_empty() {
            self.schema_url = updating.schema_url;
        } else if !updating.schema_url.is_empty() && self.schema_url != updating.schema_url {
            diagnostic::warn(format_args!(
                "resource schemas `{}` and `{}` differ; the merged resource has no schema URL",
                self.schema_url, updating.schema_url
            ));
            self.schema_url = Cow::Borrowed("");
        }
        self
    }

    /// Appends the fields of an OTLP `Resource` message, without a header of its own.
    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        for attribute in &self.attributes {
            put_key_value(out, request::RESOURCE_ATTRIBUTES, &attribute.key, &attribute.value);
        }
    }

    /// Returns the resource of a program: defaults, then the environment, then code, the later winning.
    ///
    /// `env_service_name` is `OTEL_SERVICE_NAME`, which beats a `service.name` among
    /// `env_attributes` (RES-02).
    pub(crate) fn resolve(
        env_attributes: &[(String, String)],
        env_service_name: Option<&str>,
        code: Option<Self>,
    ) -> Self {
        let mut env = Self::builder()
            .attributes(env_attributes.iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone())));
        if let Some(name) = env_service_name {
            env = env.service_name(name.to_owned());
        }
        let resource = Self::sdk_default().merge(env.build());
        match code {
            Some(code) => resource.merge(code),
            None => resource,
        }
    }

    fn insert(&mut self, attribute: KeyValue) {
        if attribute.key.is_empty() {
            return;
        }
        match self.attributes.iter_mut().find(|present| present.key == attribute.key) {
            Some(present) => present.value = attribute.value,
            None => self.attributes.push(attribute),
        }
    }
}

/// Builds a [`Resource`].
#[derive(Clone, Debug)]
pub struct ResourceBuilder {
    resource: Resource,
}

impl ResourceBuilder {
    /// Sets `service.name`.
    pub fn service_name(self, name: impl Into<Cow<'static, str>>) -> Self {
        self.attribute("service.name", Value::String(name.into()))
    }

    /// Sets an attribute; the last value of a key wins, an empty key is ignored.
    pub fn attribute(mut self, key: impl Into<Cow<'static, str>>, value: impl Into<Value>) -> Self {
        self.resource.insert(KeyValue::new(key, value));
        self
    }

    /// Sets many attributes, each as [`attribute`](Self::attribute) does.
    pub fn attributes(mut self, attributes: impl IntoIterator<Item = KeyValue>) -> Self {
        for attribute in attributes {
            self.resource.insert(attribute);
        }
        self
    }

    /// Sets the URL of the schema that the attributes follow. Default empty: none.
    pub fn schema_url(mut self, url: impl Into<Cow<'static, str>>) -> Self {
        self.resource.schema_url = url.into();
        self
    }

    /// Returns the resource.
    pub fn build(self) -> Resource {
        self.resource
    }
}

fn unknown_service(executable: Option<&std::path::Path>) -> String {
    match executable.and_then(std::path::Path::file_name) {
        Some(name) => {
            let name = name.to_string_lossy();
            // Linux adds this when the file was replaced, as by an upgrade.
            format!("unknown_service:{}", name.strip_suffix(" (deleted)").unwrap_or(&name))
        }
        None => "unknown_service".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn text(resource: &Resource, key: &str) -> String {
        resource.get(key).and_then(Value::as_str).unwrap_or("-").to_owned()
    }

    // RES-01
    #[test]
    fn updating_resource_wins_and_keys_stay_unique() {
        let old = Resource::builder().attribute("a", 1).attribute("b", 2).build();
        let updating = Resource::builder().attribute("b", 3).attribute("c", 4).attribute("c", 5).build();
        let merged = old.merge(updating);
        let expected = [KeyValue::new("a", 1), KeyValue::new("b", 3), KeyValue::new("c", 5)];
        assert_eq!(merged.attributes(), expected);
    }

    // RES-01
    #[test]
    fn schema_urls_merge_by_the_table() {
        for (old, updating, merged) in
            [("", "", ""), ("x", "", "x"), ("", "x", "x"), ("x", "x", "x"), ("x", "y", "")]
        {
            let old = Resource::builder().schema_url(old).build();
            let updating = Resource::builder().schema_url(updating).build();
            assert_eq!(old.merge(updating).schema_url(), merged);
        }
    }

    // RES-02
    #[test]
    fn defaults_name_the_executable_and_the_sdk() {
        let resource = Resource::resolve(&[], None, None);
        assert!(text(&resource, "service.name").starts_with("unknown_service:otlp_runtime-"));
        assert_eq!(text(&resource, "telemetry.sdk.name"), "otlp-runtime");
        assert_eq!(text(&resource, "telemetry.sdk.language"), "rust");
        assert_eq!(text(&resource, "telemetry.sdk.version"), "0.1.0");
        assert_eq!(unknown_service(Some(Path::new("/bin/shop (deleted)"))), "unknown_service:shop");
        assert_eq!(unknown_service(None), "unknown_service");
    }

    // RES-02
    #[test]
    fn service_name_precedence_is_code_then_own_variable_then_attributes() {
        let attributes = [("service.name".to_owned(), "attributes".to_owned())];
        let code = Resource::builder().service_name("code").build();
        for (env_name, code, expected) in [
            (None, None, "attributes"),
            (Some("variable"), None, "variable"),
            (Some("variable"), Some(code), "code"),
        ] {
            assert_eq!(text(&Resource::resolve(&attributes, env_name, code), "service.name"), expected);
        }
    }

    #[test]
    fn empty_keys_are_ignored_and_empty_values_kept() {
        let resource = Resource::builder().attribute("", 1).attribute("a", "").build();
        assert_eq!(resource.attributes(), [KeyValue::new("a", "")]);
    }

    #[test]
    fn encoding_is_the_body_of_a_resource_message() {
        let mut out = Vec::new();
        Resource::builder().attribute("a", "b").attribute("c", true).build().encode(&mut out);
        assert_eq!(out, *b"\x0a\x08\x0a\x01a\x12\x03\x0a\x01b\x0a\x07\x0a\x01c\x12\x02\x10\x01");
    }
}
