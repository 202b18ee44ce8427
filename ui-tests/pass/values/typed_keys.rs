use std::sync::Arc;

use otlp_runtime::record;

fn main() {
    let (text, port) = (String::from("carts"), std::num::NonZeroU16::MIN);
    record!(server.port = port, http.response.status_code = &Some(200_i32), server.address = &&text);
    record!(url.path = Arc::<str>::from("/"), url.scheme = text.as_str(), http.route = *Box::new("/"));
    record!(process.command_args = [text.clone()], http.request.header.accept = vec!["*/*"], url.query = None::<&str>);
    record!(gen_ai.request.temperature = 0.5_f32, faas.coldstart = true, tls.client.supported_ciphers = &["x"][..]);
    record!(db.query.parameter.id = 'c', exception.message = format_args!("{text}"), db.query.text = %port);
    record!(cpython.gc.generation = other(7), error.type = "timeout", network.transport = text);
}
