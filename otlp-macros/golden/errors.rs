#[span(kind = "client", nmae = "x", err)]
fn price() {}

// ---- becomes ----

::core::compile_error! {
    "a kind is an identifier; remove the quotes: `kind = client`"
}
::core::compile_error! {
    "unknown option `nmae`; did you mean `name`? the options are `name`, `kind`, `parent`, `root`, `extract`, `inject`, `links`, `err`, `ret`, `future`, `stream`, `sync`, `late`, `without`, `attributes`, `deprecated`, `high_cardinality_ok`, `crate`"
}
::core::compile_error! {
    "`err` on a function that returns no error; return a `Result`, or remove `err`"
}
fn price() {}
