//! `event!` and `record!`.
//!
//! In: a `model::Statement`. Out: an expression of type `()`.
//! Never here: spans of their own.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::door::{door, placed};
use super::span::local;
use super::value;
use crate::args::Place;
use crate::model::Statement;

/// `record!("acme.id" = id)` →
/// ```text
/// if #p::is_recording_current() { #p::AttributeValue::__put(&id, #p::InCurrent(#p::Key::new(..))); }
/// ```
/// `event!("paid", "acme.id" = id)` → the same around an event made, filled and added.
pub(crate) fn statement(statement: &Statement) -> TokenStream {
    let door = door(statement.door.as_ref());
    let pairs = statement.attributes.iter().map(|attribute| {
        let at = value::place(&attribute.value);
        (at, placed(&door, at), value::key(&attribute.key, &door), value::any(attribute, &door))
    });
    let recorded = if statement.call == Place::Record {
        let records = pairs.map(|(at, door, key, value)| quote_spanned!(at=> #door::AttributeValue::__put(#value, #door::InCurrent(#key));));
        quote!(#(#records)*)
    } else {
        let (local, name) = (local("event"), &statement.name.text);
        let mutability = (!statement.attributes.is_empty()).then(|| quote!(mut));
        let fills = pairs.map(
            |(at, door, key, value)| quote_spanned!(at=> #door::AttributeValue::__put(#value, #door::InEvent(&mut #local, #key));),
        );
        quote! {
            let #mutability #local = #door::event(#name);
            #(#fills)*
            #door::add_event(#local);
        }
    };
    // The braces make it an expression wherever one may stand, as in `x => record!(..),`.
    quote!({
        if #door::is_recording_current() {
            #recorded
        }
    })
}
