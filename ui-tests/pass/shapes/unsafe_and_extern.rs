#![deny(unsafe_op_in_unsafe_fn)]
use otlp_runtime::traced;

#[traced("acme.id" = 1)] unsafe fn read(from: *const u8) -> u8 { unsafe { *from } }
#[traced(ret)] unsafe fn read_and_tell(from: *const u8) -> u8 { unsafe { *from } }
#[traced] async unsafe fn read_later(from: *const u8) -> u8 { unsafe { *from } }
#[traced(ret)] extern "C" fn callback(x: u8) -> u8 { x }
#[traced] #[unsafe(no_mangle)] pub unsafe extern "C" fn otlp_ui_exported(x: u8) -> u8 { x }
#[traced] pub(crate) extern "system" fn system() {}

fn main() {
    let byte = 1u8;
    let _ = unsafe { (read(&byte), read_and_tell(&byte), otlp_ui_exported(1)) };
    drop(unsafe { read_later(&byte) });
    callback(1);
    system()
}
