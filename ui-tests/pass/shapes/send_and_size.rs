use otlp_runtime::traced;

fn send<T: Send>(value: T) -> usize { std::mem::size_of_val(&value) }
async fn wait() {}
#[traced("acme.id" = cell.get(), err)]
async fn with_cell(cell: std::cell::Cell<u8>) -> Result<u8, String> { wait().await; Ok(cell.get()) }
#[traced(parent = context.lock().unwrap().clone())]
async fn with_parent(context: &std::sync::Mutex<otlp_runtime::SpanContext>) { wait().await; let _ = context; }
async fn plain(bytes: [u8; 1024]) -> usize { wait().await; bytes.len() }
#[traced(ret)]
async fn traced_plain(bytes: [u8; 1024]) -> usize { wait().await; bytes.len() }

fn main() {
    send(with_cell(std::cell::Cell::new(1)));
    send(with_parent(&std::sync::Mutex::default()));
    let (traced, plain) = (send(traced_plain([1; 1024])), send(plain([1; 1024])));
    assert!(traced <= plain + 128, "{traced} bytes, {plain} without a span");
}
