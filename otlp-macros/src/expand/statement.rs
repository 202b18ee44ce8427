//! `event!` and `record!`.
//!
//! In: a `model::Statement`. Out: an expression of type `()`.
//! Never here: spans of their own.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::door::{door, placed};
use super::span::local;
use super::tracked::tracked;
use super::{group, typed, value};
use crate::args::Place;
use crate::model::{Attribute, Statement};

/// `record!("acme.id" = id)` →
/// ```text
/// if #p::is_recording_current() { #p::AttributeValue::__put(&id, #p::InCurrent(#p::Key::new(..))); }
/// ```
/// `event!("paid", "acme.id" = id)` → the same around an event made, filled and added.
pub(crate) fn statement(statement: &Statement) -> TokenStream {
    let door = door(statement.door.as_ref());
    let local = local("event");
    let put = |attribute: &Attribute| {
        let at = value::place(&attribute.value);
        let (there, key) = (placed(&door, at), value::key(&attribute.key, &door));
        let place = if statement.call == Place::Record {
            quote_spanned!(at=> #there::InCurrent(#key))
        } else {
            quote_spanned!(at=> #there::InEvent(&mut #local, #key))
        };
        typed::put(attribute, &value::any(attribute, &door), &place, &door)
    };
    let puts = statement.attributes.iter().map(put);
    let others = statement.attributes.iter().map(|attribute| attribute.key.text.as_str());
    let place = if statement.call == Place::Record {
        quote!(#door::AllInCurrent)
    } else {
        quote!(#door::AllInEvent(&mut #local))
    };
    let groups = group::put(&statement.groups, others, None, &place, &door);
    let recorded = if statement.call == Place::Record {
        quote!(#(#puts)* #groups)
    } else {
        let name = &statement.name.text;
        let mutability = (!statement.attributes.is_empty() || groups.is_some()).then(|| quote!(mut));
        quote! {
            let #mutability #local = #door::event(#name);
            #(#puts)*
            #groups
            #door::add_event(#local);
        }
    };
    let warnings = statement.warned().map(typed::warning);
    let warnings = warnings.chain(typed::value_warnings(&statement.attributes, statement.level));
    let warnings = warnings.chain(typed::event_warning(statement));
    let tracked = tracked(!statement.attributes.is_empty());
    // The braces make it an expression wherever one may stand, as in `x => record!(..),`.
    quote!({
        #tracked
        #(#warnings)*
        if #door::is_recording_current() {
            #recorded
        }
    })
}
