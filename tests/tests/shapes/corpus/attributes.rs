//! Other attributes, qualifiers and ABIs.
//+ use otlp_runtime::traced;

/// Documented.
//@ traced(ret)
#[inline(always)]
#[must_use = "kept"]
pub fn inline_and_must_use() -> u8 {
    1
}

#[cold]
//@ traced
#[deprecated = "kept"]
pub fn cold_and_deprecated() {}

/// Uses it.
pub fn uses_deprecated() {
    cold_and_deprecated();
    inline_and_must_use();
    must_use_later();
}

//@ cfg_attr(all(), traced(ret))
pub fn conditional() -> u8 {
    1
}

//@ cfg_attr(any(), traced(nothing, is, read))
pub fn never_conditional() -> u8 {
    1
}

#[cfg(any())]
//@ traced(nothing, is, read)
pub fn absent() {}

//@ traced / traced("acme.id" = 1)
#[track_caller]
pub fn caller() -> &'static std::panic::Location<'static> {
    std::panic::Location::caller()
}

//@ traced(ret)
#[expect(unused_variables)]
pub fn expects() -> u8 {
    let unused = 1;
    2
}

#[expect(unused_variables, reason = "stays unfulfilled")]
//@ traced(ret)
pub fn expects_in_vain() -> u8 {
    2
}

//@ traced(ret)
#[allow(clippy::needless_return)]
pub fn allows() -> u8 {
    return 2;
}

//@ traced("acme.id" = 1)
pub unsafe fn unsafe_plain(from: *const u8) -> u8 {
    // SAFETY: the caller says so.
    unsafe { *from }
}

//@ traced(ret)
/// # Safety
///
/// Valid.
pub unsafe fn unsafe_with_docs(from: *const u8) -> u8 {
    // SAFETY: the caller says so.
    unsafe { *from }
}

//@ traced(ret)
#[allow(unsafe_op_in_unsafe_fn)]
/// # Safety
///
/// Valid.
pub unsafe fn unsafe_op(from: *const u8) -> u8 {
    *from
}

//@ traced(ret)
pub extern "C" fn extern_c(x: u8) -> u8 {
    x
}

//@ traced(ret)
#[unsafe(no_mangle)]
pub extern "C" fn otlp_shapes_exported(x: u8) -> u8 {
    x
}

//@ traced
pub(crate) extern "system" fn extern_system() {}

/// Uses it.
pub fn uses_extern() {
    extern_system();
}

//@ traced(ret)
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "sse2")]
pub fn target_feature(x: u8) -> u8 {
    x + 1
}

//@ traced
#[must_use]
pub async fn must_use_later() {
    tick().await;
}

#[doc(hidden)]
//@ traced(ret)
#[rustfmt::skip]
pub fn   tool_attribute( )  -> u8 { 1 }

//@ traced(ret)
#[allow(non_snake_case)]
pub fn NamedOddly() -> u8 {
    1
}

//@ traced(err)
#[tokio::main(flavor = "current_thread")]
pub async fn tokio_main_below() -> Result<(), String> {
    tick().await;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
//@ traced(err)
pub async fn tokio_main_above() -> Result<(), String> {
    tick().await;
    Ok(())
}

async fn tick() {}
