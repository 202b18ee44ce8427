//! The class of an error, as `error.type` has it.
//!
//! In: errors of services and bodies, of any type. Out: a word, or the name of a type; few different ones.
//! Never here: texts of errors, which may hold anything.

use core::any::{Any, type_name};
use std::error::Error;
use std::io;

/// What the semantic conventions record where nothing better is known.
const OTHER: &str = "_OTHER";
const TIMEOUT: &str = "timeout";

/// Returns the class of an error: what reqwest says of its own, else the name of the Rust type. A box has no name that says
/// anything; there it is what is known of the errors below, or `_OTHER`.
pub(super) fn error_type<E: 'static>(error: &E) -> &'static str {
    let any: &dyn Any = error;
    if let Some(error) = any.downcast_ref::<Box<dyn Error + Send + Sync>>() {
        return of_chain(&**error);
    }
    if let Some(error) = any.downcast_ref::<Box<dyn Error + Send>>() {
        return of_chain(&**error);
    }
    if let Some(error) = any.downcast_ref::<Box<dyn Error>>() {
        return of_chain(&**error);
    }
    #[cfg(feature = "reqwest")]
    match any.downcast_ref::<reqwest_middleware::Error>() {
        Some(reqwest_middleware::Error::Reqwest(error)) => return of_reqwest(error),
        Some(reqwest_middleware::Error::Middleware(error)) => return of_chain(&**error),
        None => {}
    }
    #[cfg(feature = "reqwest")]
    if let Some(error) = any.downcast_ref::<reqwest::Error>() {
        return of_reqwest(error);
    }
    type_name::<E>()
}

/// The class of the first error that is known, from the outermost to its causes.
fn of_chain(error: &(dyn Error + 'static)) -> &'static str {
    let mut cause = Some(error);
    while let Some(error) = cause {
        #[cfg(feature = "reqwest")]
        if let Some(error) = error.downcast_ref::<reqwest::Error>() {
            return of_reqwest(error);
        }
        match error.downcast_ref::<io::Error>().map(io::Error::kind) {
            Some(io::ErrorKind::TimedOut) => return TIMEOUT,
            Some(_) => return type_name::<io::Error>(),
            None => cause = error.source(),
        }
    }
    OTHER
}

/// Its type is one for all; these are the questions that it answers.
#[cfg(feature = "reqwest")]
fn of_reqwest(error: &reqwest::Error) -> &'static str {
    let classes = [
        (error.is_timeout(), TIMEOUT),
        (error.is_connect(), "connect"),
        (error.is_redirect(), "redirect"),
        (error.is_body(), "body"),
        (error.is_decode(), "decode"),
        (error.is_builder(), "builder"),
        (error.is_request(), "request"),
    ];
    classes.into_iter().find(|(is_it, _)| *is_it).map_or(OTHER, |(_, class)| class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Outer(Option<io::Error>);

    impl core::fmt::Display for Outer {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            f.write_str("secret")
        }
    }

    impl Error for Outer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            self.0.as_ref().map(|error| error as &(dyn Error + 'static))
        }
    }

    fn boxed(cause: Option<io::ErrorKind>) -> Box<dyn Error + Send + Sync> {
        Box::new(Outer(cause.map(io::Error::from)))
    }

    // PRI-08
    #[test]
    fn boxes_are_of_the_class_of_what_is_known_in_them() {
        assert_eq!(error_type(&boxed(Some(io::ErrorKind::TimedOut))), "timeout");
        assert_eq!(error_type(&boxed(Some(io::ErrorKind::BrokenPipe))), "std::io::error::Error");
        assert_eq!(error_type(&boxed(None)), "_OTHER");
        let (local, sent): (Box<dyn Error>, Box<dyn Error + Send>) = ("secret".into(), Box::new(Outer(None)));
        assert_eq!((error_type(&local), error_type(&sent)), ("_OTHER", "_OTHER"));
    }

    #[test]
    fn others_are_of_the_class_of_their_type() {
        assert_eq!(error_type(&io::Error::from(io::ErrorKind::BrokenPipe)), "std::io::error::Error");
        assert!(error_type(&Outer(None)).ends_with("::Outer"));
        assert_eq!(error_type(&"secret"), "&str");
    }
}
