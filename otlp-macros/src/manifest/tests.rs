//! Lines of the manifest, without rustc.
//!
//! In: annotations and calls. Out: their lines, without file and line number, which only rustc knows.
//! Never here: files; errors.

use proc_macro2::TokenStream;

use super::{Field, Group, line};
use crate::args::{self, Key, Place};
use crate::diagnostics::Errors;
use crate::{check, item, model};

fn read<T>(work: impl FnOnce(&mut Errors) -> Option<T>) -> T {
    Errors::collect(work).unwrap_or_else(|errors| panic!("{errors}"))
}

fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap()
}

fn function(annotation: &str, item: &str) -> String {
    let model = read(|errors| {
        let args = args::parse(tokens(annotation), Place::Function, errors);
        let model = model::function(args, item::parse(tokens(item), errors)?);
        check::function(&model, errors);
        Some(model)
    });
    line::function(&model).at(None).to_string()
}

fn inline_span(arguments: &str) -> String {
    let model = read(|errors| {
        let model = model::inline_span(args::parse(tokens(arguments), Place::InlineSpan, errors));
        check::inline_span(&model, errors);
        Some(model)
    });
    line::inline_span(&model).at(None).to_string()
}

fn statement(arguments: &str, place: Place) -> String {
    let model = read(|errors| {
        let model = model::statement(args::parse(tokens(arguments), place, errors), place);
        check::statement(&model, errors);
        Some(model)
    });
    line::statement(&model).at(None).to_string()
}

#[test]
fn bare_span_has_its_functions_name_and_no_attributes() {
    assert_eq!(
        function("", "fn price() {}"),
        r#"{"span":{"name":"price","kind":"internal","attributes":[],"function":"price"}}"#,
    );
}

#[test]
fn constants_have_type_and_value_and_expressions_only_what_their_key_says() {
    let line = inline_span(
        r#""load", kind = client, "a.text" = "x", "a.int" = -1, "a.float" = 1.0, "a.bool" = true, "a.any" = x,
           "a.shown" = %x, server.port = x, http.request.header.x-id = x, db.system.name = other("mine"),
           http.response.status_code = 200"#,
    );
    assert_eq!(
        line,
        concat!(
            r#"{"span":{"name":"load","kind":"client","attributes":["#,
            r#"{"name":"a.text","type":"string","value":"x","given":"start"},"#,
            r#"{"name":"a.int","type":"int","value":-1,"given":"start"},"#,
            r#"{"name":"a.float","type":"double","value":1.0,"given":"start"},"#,
            r#"{"name":"a.bool","type":"boolean","value":true,"given":"start"},"#,
            r#"{"name":"a.any","given":"start"},"#,
            r#"{"name":"a.shown","type":"string","given":"start"},"#,
            r#"{"name":"server.port","type":"int","given":"start"},"#,
            r#"{"name":"http.request.header.x-id","type":"string[]","given":"start"},"#,
            r#"{"name":"db.system.name","type":"string","value":"mine","given":"start"},"#,
            r#"{"name":"http.response.status_code","type":"int","value":200,"given":"start"}]}}"#,
        ),
    );
}

#[test]
fn convention_brings_kind_templates_and_fixed_values_and_says_what_is_waived() {
    let line = function(
        r#"http.server, http.request.method = method, url.scheme = "https", late(http.route),
           without(url.path, "it is a secret")"#,
        "fn serve(method: &str) {}",
    );
    assert_eq!(
        line,
        concat!(
            r#"{"span":{"name":"serve","templates":["{http.request.method} {http.route}","{http.request.method}"],"#,
            r#""kind":"server","convention":"http.server","attributes":["#,
            r#"{"name":"http.request.method","type":"string","given":"start"},"#,
            r#"{"name":"url.scheme","type":"string","value":"https","given":"start"},"#,
            r#"{"name":"http.route","type":"string","given":"late"}],"#,
            r#""waived":[{"name":"url.path","reason":"it is a secret"}],"function":"serve"}}"#,
        )
    );
    let line = function(
        r#"db.postgresql.client, db.namespace = "shop", db.query.text = sql"#,
        "async fn query(sql: &str) {}",
    );
    assert_eq!(
        line,
        concat!(
            r#"{"span":{"name":"shop","kind":"client","convention":"db.postgresql.client","attributes":["#,
            r#"{"name":"db.namespace","type":"string","value":"shop","given":"start"},"#,
            r#"{"name":"db.query.text","type":"string","given":"start"},"#,
            r#"{"name":"db.system.name","type":"string","value":"postgresql","given":"convention"}],"#,
            r#""function":"query"}}"#,
        )
    );
}

#[test]
fn name_made_of_attributes_is_listed_as_its_template() {
    let line =
        function(r#"name = "sync {shop.region}", "shop.region" = "eu", "shop.lot" = lot"#, "fn f() {}");
    assert_eq!(
        line,
        concat!(
            r#"{"span":{"name":"sync eu","kind":"internal","attributes":["#,
            r#"{"name":"shop.region","type":"string","value":"eu","given":"start"},"#,
            r#"{"name":"shop.lot","given":"start"}],"function":"f"}}"#,
        )
    );
    let line = function(
        r#"name = "sync {server.port}", server.port = port, high_cardinality_ok = "three""#,
        "fn f() {}",
    );
    assert_eq!(
        line,
        concat!(
            r#"{"span":{"name":"f","templates":["sync {server.port}"],"kind":"internal","attributes":["#,
            r#"{"name":"server.port","type":"int","given":"start"}],"function":"f"}}"#,
        )
    );
}

#[test]
fn err_and_ret_record_one_attribute_each() {
    let item = "fn f() -> Result<u8, E> {}";
    assert_eq!(
        function("err, ret", item),
        concat!(
            r#"{"span":{"name":"f","kind":"internal","attributes":["#,
            r#"{"name":"error.type","type":"string","given":"err"},{"name":"return","given":"ret"}],"function":"f"}}"#,
        )
    );
    assert_eq!(
        function("err(expected = E::A), ret(?)", item),
        concat!(
            r#"{"span":{"name":"f","kind":"internal","attributes":["#,
            r#"{"name":"error.type","type":"string","given":"err"},"#,
            r#"{"name":"return","type":"string","given":"ret"}],"function":"f"}}"#,
        )
    );
}

#[test]
fn err_is_not_listed_beside_an_error_type_of_the_user() {
    assert_eq!(
        function("err, late(error.type)", "fn f() -> Result<u8, E> {}"),
        concat!(
            r#"{"span":{"name":"f","kind":"internal","attributes":["#,
            r#"{"name":"error.type","type":"string","given":"late"}],"function":"f"}}"#,
        )
    );
}

#[test]
fn groups_are_listed_as_written() {
    assert_eq!(
        inline_span(r#""pay", attributes(self.payment, &shop::buyer(a, b as u8))"#),
        concat!(
            r#"{"span":{"name":"pay","kind":"internal","attributes":[],"#,
            r#""groups":["self.payment","&shop::buyer(a, b as u8)"]}}"#,
        )
    );
}

#[test]
fn raw_identifiers_are_listed_without_their_mark() {
    assert_eq!(
        function("", "fn r#type() {}"),
        r#"{"span":{"name":"type","kind":"internal","attributes":[],"function":"type"}}"#
    );
}

#[test]
fn event_has_its_name_and_record_has_none() {
    let arguments = r#"http.route = route, "shop.paid" = true, attributes(payment)"#;
    assert_eq!(
        statement(&format!("\"paid\", {arguments}"), Place::Event),
        concat!(
            r#"{"span_event":{"name":"paid","attributes":[{"name":"http.route","type":"string"},"#,
            r#"{"name":"shop.paid","type":"boolean","value":true}],"groups":["payment"]}}"#,
        )
    );
    assert_eq!(
        statement(arguments, Place::Record),
        concat!(
            r#"{"record":{"attributes":[{"name":"http.route","type":"string"},"#,
            r#"{"name":"shop.paid","type":"boolean","value":true}],"groups":["payment"]}}"#,
        )
    );
}

#[test]
fn group_lists_keys_policies_and_flattened_fields() {
    let key = |text: &str, is_quoted| Key { text: text.to_owned(), is_quoted, tokens: TokenStream::new() };
    let (port, user) = (key("server.port", false), key("shop.user", true));
    let name = syn::parse_quote!(Payment);
    let buyer = syn::parse_quote!(Option<shop::Buyer<'a, u8>>);
    let group = Group {
        name: &name,
        fields: vec![
            Field::Attribute { field: "port".to_owned(), key: &port, policy: None },
            Field::Attribute { field: "user".to_owned(), key: &user, policy: None },
            Field::Attribute {
                field: "mail".to_owned(),
                key: &user,
                policy: Some("mask(keep_last = 4)".to_owned()),
            },
            Field::Flattened { field: "buyer".to_owned(), ty: &buyer },
        ],
    };
    assert_eq!(
        line::group(&group).at(None).to_string(),
        concat!(
            r#"{"group":{"name":"Payment","attributes":[{"name":"server.port","type":"int","field":"port"},"#,
            r#"{"name":"shop.user","field":"user"},"#,
            r#"{"name":"shop.user","type":"string","field":"mail","policy":"mask(keep_last = 4)"}],"#,
            r#""flattened":[{"field":"buyer","group":"Option<shop::Buyer<'a, u8>>"}]}}"#,
        )
    );
}

#[test]
fn place_in_the_source_comes_last() {
    let group = Group { name: &syn::parse_quote!(Empty), fields: Vec::new() };
    assert_eq!(
        line::group(&group).at(Some(("src/lib.rs".to_owned(), 7))).to_string(),
        r#"{"group":{"name":"Empty","attributes":[],"file":"src/lib.rs","line":7}}"#,
    );
}
