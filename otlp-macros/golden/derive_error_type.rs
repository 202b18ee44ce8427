#[derive(ErrorType)]
enum Error<E> {
    NotFound,
    Other(E),
}

// ---- becomes ----

#[automatically_derived]
impl<E> ::otlp_runtime::__private::ErrorType for Error<E> {
    fn error_type(&self) -> &'static ::core::primitive::str {
        match *self {
            Self::NotFound { .. } => "not_found",
            Self::Other { .. } => "other",
        }
    }
}
